package dev.sluice.gateway.provider.bedrock;

import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.gateway.inference.Bytes;
import dev.sluice.gateway.provider.Outgoing;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Proves to Bedrock who asks: by a signature with AWS keys, or by a Bedrock API key. */
final class BedrockAuth {
    private static final String SERVICE = "bedrock";
    private static final Pattern KEYS = Pattern.compile("([A-Z0-9]{16,128}):([A-Za-z0-9/+=]{16,}?)(?::(\\S+))?");
    /** As in {@code bedrock-runtime.eu-central-1.amazonaws.com}, or a name of a VPC endpoint. */
    private static final Pattern REGION = Pattern.compile("\\b[a-z]{2}(?:-[a-z]+)+-\\d\\b");

    private static final String DEFAULT_REGION = "us-east-1";

    private BedrockAuth() {}

    static void put(
            MultiMap headers, Outgoing outgoing, BaseUrl url, CompiledAccount.Credential credential, Instant now) {
        AwsKeys keys = keys(credential);
        if (keys != null) {
            sign(outgoing, url, keys, now).forEach(headers::set);
        } else if (!credential.secret().isEmpty()) {
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + credential.secret());
        }
    }

    /** The one place where keys are taken from a credential; null: it is an API key. */
    private static @Nullable AwsKeys keys(CompiledAccount.Credential credential) {
        Matcher parts = KEYS.matcher(credential.secret());
        return parts.matches() ? new AwsKeys(parts.group(1), parts.group(2), parts.group(3)) : null;
    }

    private static Map<String, String> sign(Outgoing outgoing, BaseUrl url, AwsKeys keys, Instant now) {
        String uri = outgoing.uri();
        int query = uri.indexOf('?');
        SigV4.Request request = new SigV4.Request(
                "POST",
                url.authority(),
                query < 0 ? uri : uri.substring(0, query),
                query < 0 ? "" : uri.substring(query + 1),
                Map.of("content-type", BedrockDialect.JSON_TYPE),
                Bytes.of(outgoing.body()));
        return SigV4.sign(request, keys, region(url.host()), SERVICE, now);
    }

    static String region(String host) {
        Matcher region = REGION.matcher(host);
        return region.find() ? region.group() : DEFAULT_REGION;
    }
}
