package dev.sluice.gateway.credential;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The role of this container (ECS, EKS Pod Identity) or instance (EC2, the second version of its metadata service). */
final class AwsMetadata implements Exchange {
    private static final String TTL_SECONDS = "300";
    private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

    private final TokenHttp http;
    private final Platform platform;

    AwsMetadata(TokenHttp http, Platform platform) {
        this.http = http;
        this.platform = platform;
    }

    @Override
    public Granted run() throws ExchangeException {
        Optional<String> container = platform.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
                .map(path -> "http://169.254.170.2" + path)
                .or(() -> platform.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
        return container.isPresent() ? ofContainer(container.get()) : ofInstance();
    }

    private Granted ofContainer(String url) throws ExchangeException {
        Map<String, String> headers = new HashMap<>();
        if (platform.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").isPresent()) {
            headers.put("authorization", TokenFile.read(platform, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
        } else {
            platform.get("AWS_CONTAINER_AUTHORIZATION_TOKEN").ifPresent(token -> headers.put("authorization", token));
        }
        return AwsReplies.json(http.get(url, headers));
    }

    private Granted ofInstance() throws ExchangeException {
        String base = platform.url("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://169.254.169.254");
        String session = http.put(
                        base + "/latest/api/token", Map.of("x-aws-ec2-metadata-token-ttl-seconds", TTL_SECONDS))
                .good()
                .body()
                .strip();
        Map<String, String> headers = Map.of("x-aws-ec2-metadata-token", session);
        String role = http.get(base + ROLES, headers).good().body().strip();
        if (!role.matches("[A-Za-z0-9+=,.@_-]{1,128}")) {
            throw new ExchangeException("the instance has no role");
        }
        return AwsReplies.json(http.get(base + ROLES + role, headers));
    }
}
