package dev.sluice.gateway.credential;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** The token endpoint of Microsoft Entra ID. */
final class EntraTokens {
    /** What tokens for Azure OpenAI are for. */
    static final String RESOURCE = "https://cognitiveservices.azure.com";

    static final String SCOPE = RESOURCE + "/.default";

    private EntraTokens() {}

    static Exchange.Granted ask(
            TokenHttp http, Platform platform, InstantSource clock, String tenant, Map<String, String> form)
            throws ExchangeException {
        Instant asked = clock.instant();
        String url = platform.url("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com") + "/" + tenant
                + "/oauth2/v2.0/token";
        return http.post(url, Map.of(), TokenHttp.form(form)).bearer(asked);
    }
}
