package dev.sluice.gateway.credential;

import dev.sluice.contract.policy.AwsKeys;
import dev.sluice.contract.policy.CloudEndpoint;
import dev.sluice.contract.policy.Grant;
import dev.sluice.contract.policy.Identity;
import dev.sluice.gateway.signing.SigV4;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A role that the process's own identity takes on, with a call to the token service that it signs. Its own identity is, in
 * this order: keys in the environment, the pod's token file, the container or instance.
 */
final class AwsRole implements Exchange {
    static final String STS_VERSION = "2011-06-15";
    /** Shown in the audit log of AWS. */
    static final String SESSION = "sluice";

    private final TokenHttp http;
    private final Platform platform;
    private final InstantSource clock;
    private final Identity.AwsRole role;

    AwsRole(TokenHttp http, Platform platform, InstantSource clock, Identity.AwsRole role) {
        this.http = http;
        this.platform = platform;
        this.clock = clock;
        this.role = role;
    }

    @Override
    public Granted run() throws ExchangeException {
        AwsKeys own = ownKeys();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Action", "AssumeRole");
        form.put("Version", STS_VERSION);
        form.put("RoleArn", role.arn());
        form.put("RoleSessionName", platform.get("AWS_ROLE_SESSION_NAME").orElse(SESSION));
        Optional.ofNullable(role.externalId()).ifPresent(id -> form.put("ExternalId", id));
        String body = TokenHttp.form(form);
        String url = platform.url("AWS_ENDPOINT_URL_STS", CloudEndpoint.sts(role.region())) + "/";
        SigV4.Request request = new SigV4.Request(
                "POST",
                URI.create(url).getAuthority(),
                "/",
                "",
                Map.of("content-type", TokenHttp.FORM),
                body.getBytes(StandardCharsets.UTF_8));
        Map<String, String> headers = SigV4.sign(request, own, role.region(), "sts", clock.instant());
        return AwsReplies.xml(http.post(url, headers, body));
    }

    private AwsKeys ownKeys() throws ExchangeException {
        if (platform.get("AWS_ACCESS_KEY_ID").isPresent()) {
            return new AwsKeys(
                    platform.required("AWS_ACCESS_KEY_ID"),
                    platform.required("AWS_SECRET_ACCESS_KEY"),
                    platform.get("AWS_SESSION_TOKEN").orElse(null));
        }
        Exchange own = platform.get("AWS_WEB_IDENTITY_TOKEN_FILE").isPresent()
                ? new AwsWebIdentity(http, platform, role.region())
                : new AwsMetadata(http, platform);
        if (own.run().grant() instanceof Grant.Keys keys) {
            return keys.keys();
        }
        throw new ExchangeException("the process has no keys of AWS to take on a role with");
    }
}
