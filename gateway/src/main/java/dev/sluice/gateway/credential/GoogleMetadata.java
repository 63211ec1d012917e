package dev.sluice.gateway.credential;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** The service account that Google has attached to this machine or pod. */
final class GoogleMetadata implements Exchange {
    private static final String PATH = "/computeMetadata/v1/instance/service-accounts/default/token";

    private final TokenHttp http;
    private final Platform platform;
    private final InstantSource clock;

    GoogleMetadata(TokenHttp http, Platform platform, InstantSource clock) {
        this.http = http;
        this.platform = platform;
        this.clock = clock;
    }

    @Override
    public Granted run() throws ExchangeException {
        Instant asked = clock.instant();
        String url = platform.url("GCE_METADATA_HOST", "http://metadata.google.internal") + PATH;
        return http.get(url, Map.of("metadata-flavor", "Google")).bearer(asked);
    }
}
