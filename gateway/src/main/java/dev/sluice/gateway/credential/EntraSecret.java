package dev.sluice.gateway.credential;

import dev.sluice.contract.policy.Identity;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The client credentials flow of Microsoft Entra ID, with a client secret. */
final class EntraSecret implements Exchange {
    private final TokenHttp http;
    private final Platform platform;
    private final InstantSource clock;
    private final Identity.Entra entra;

    EntraSecret(TokenHttp http, Platform platform, InstantSource clock, Identity.Entra entra) {
        this.http = http;
        this.platform = platform;
        this.clock = clock;
        this.entra = entra;
    }

    @Override
    public Granted run() throws ExchangeException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", entra.clientId());
        form.put("client_secret", entra.clientSecret());
        form.put("scope", EntraTokens.SCOPE);
        return EntraTokens.ask(http, platform, clock, entra.tenant(), form);
    }
}
