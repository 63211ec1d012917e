package dev.sluice.gateway.credential;

import dev.sluice.contract.policy.CloudEndpoint;
import java.util.LinkedHashMap;
import java.util.Map;

/** The role that Kubernetes gives to a pod, for the token in the pod's file. The call needs no signature. */
final class AwsWebIdentity implements Exchange {
    private final TokenHttp http;
    private final Platform platform;
    private final String region;

    AwsWebIdentity(TokenHttp http, Platform platform, String region) {
        this.http = http;
        this.platform = platform;
        this.region = region;
    }

    @Override
    public Granted run() throws ExchangeException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Action", "AssumeRoleWithWebIdentity");
        form.put("Version", AwsRole.STS_VERSION);
        form.put("RoleArn", platform.required("AWS_ROLE_ARN"));
        form.put("RoleSessionName", platform.get("AWS_ROLE_SESSION_NAME").orElse(AwsRole.SESSION));
        form.put("WebIdentityToken", TokenFile.read(platform, "AWS_WEB_IDENTITY_TOKEN_FILE"));
        String url = platform.url("AWS_ENDPOINT_URL_STS", CloudEndpoint.sts(region)) + "/";
        return AwsReplies.xml(http.post(url, Map.of(), TokenHttp.form(form)));
    }
}
