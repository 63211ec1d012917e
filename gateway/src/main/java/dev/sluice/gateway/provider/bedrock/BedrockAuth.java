package dev.sluice.gateway.provider.bedrock;

import dev.sluice.contract.policy.AwsKeys;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.gateway.inference.Bytes;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.signing.SigV4;
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
    /** As in {@code bedrock-runtime.eu-central-1.amazonaws.com}, or a name of a VPC endpoint. */
    private static final Pattern REGION = Pattern.compile("\\b[a-z]{2}(?:-[a-z]+)+-\\d\\b");

    private static final String DEFAULT_REGION = "us-east-1";

    private BedrockAuth() {}

    static void put(
            MultiMap headers,
            Outgoing outgoing,
            CompiledAccount account,
            CompiledAccount.Credential credential,
            Instant now) {
        if (credential instanceof CompiledAccount.Signing signing) {
            sign(outgoing, account, signing.keys(), now).forEach(headers::set);
        } else if (!credential.secret().isEmpty()) {
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + credential.secret());
        }
    }

    private static Map<String, String> sign(Outgoing outgoing, CompiledAccount account, AwsKeys keys, Instant now) {
        BaseUrl url = account.baseUrl();
        String uri = outgoing.uri();
        int query = uri.indexOf('?');
        SigV4.Request request = new SigV4.Request(
                "POST",
                url.authority(),
                query < 0 ? uri : uri.substring(0, query),
                query < 0 ? "" : uri.substring(query + 1),
                Map.of("content-type", BedrockDialect.JSON_TYPE),
                Bytes.of(outgoing.body()));
        return SigV4.sign(request, keys, region(account.region(), url.host()), SERVICE, now);
    }

    /** @param stated by the account; null: the host's name tells */
    static String region(@Nullable String stated, String host) {
        if (stated != null) {
            return stated;
        }
        Matcher region = REGION.matcher(host);
        return region.find() ? region.group() : DEFAULT_REGION;
    }
}
