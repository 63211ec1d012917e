package dev.sluice.gateway.credential;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Azure has assigned to this process: on Kubernetes by a token file, on App Service and Container Apps by an endpoint of
 * their own, else by the instance's metadata service.
 */
final class AzureManagedIdentity implements Exchange {
    private final TokenHttp http;
    private final Platform platform;
    private final InstantSource clock;

    AzureManagedIdentity(TokenHttp http, Platform platform, InstantSource clock) {
        this.http = http;
        this.platform = platform;
        this.clock = clock;
    }

    @Override
    public Granted run() throws ExchangeException {
        if (platform.get("AZURE_FEDERATED_TOKEN_FILE").isPresent()) {
            return ofPod();
        }
        Optional<String> endpoint = platform.get("IDENTITY_ENDPOINT");
        return endpoint.isPresent() ? ofAppService(endpoint.get()) : ofInstance();
    }

    private Granted ofPod() throws ExchangeException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", platform.required("AZURE_CLIENT_ID"));
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", TokenFile.read(platform, "AZURE_FEDERATED_TOKEN_FILE"));
        form.put("scope", EntraTokens.SCOPE);
        return EntraTokens.ask(http, platform, clock, platform.required("AZURE_TENANT_ID"), form);
    }

    private Granted ofAppService(String endpoint) throws ExchangeException {
        Instant asked = clock.instant();
        return http.get(
                        endpoint + "?api-version=2019-08-01" + query(),
                        Map.of("x-identity-header", platform.required("IDENTITY_HEADER")))
                .bearer(asked);
    }

    private Granted ofInstance() throws ExchangeException {
        Instant asked = clock.instant();
        String host = platform.url("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://169.254.169.254");
        return http.get(
                        host + "/metadata/identity/oauth2/token?api-version=2018-02-01" + query(),
                        Map.of("metadata", "true"))
                .bearer(asked);
    }

    /** With the client id only where there are several identities and one was chosen. */
    private String query() {
        return "&resource=" + TokenHttp.encoded(EntraTokens.RESOURCE)
                + platform.get("AZURE_CLIENT_ID")
                        .map(id -> "&client_id=" + TokenHttp.encoded(id))
                        .orElse("");
    }
}
