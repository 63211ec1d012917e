package dev.sluice.admin.web;

import dev.sluice.admin.settings.AdminSettings;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/** What every answer tells the browser: run only our own scripts, talk only to us and the gateways, frame us nowhere. */
@Singleton
public final class SecurityHeaders {
    private static final int SECOND = 900;

    private final String policy;

    SecurityHeaders(AdminSettings settings) {
        policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
                + "connect-src 'self'" + origins(settings.gatewayUrls())
                + "; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    }

    private static String origins(List<String> gatewayUrls) {
        return gatewayUrls.stream()
                .map(URI::create)
                .map(url -> " " + url.getScheme() + "://" + url.getAuthority())
                .collect(Collectors.joining());
    }

    void register(@Observes Filters filters) {
        filters.register(
                call -> {
                    call.addHeadersEndHandler(_ -> add(call));
                    call.next();
                },
                SECOND);
    }

    private void add(RoutingContext call) {
        MultiMap headers = call.response().headers();
        headers.set("x-content-type-options", "nosniff");
        headers.set("referrer-policy", "no-referrer");
        headers.set("content-security-policy", policy);
        headers.set("cross-origin-opener-policy", "same-origin");
        String path = String.valueOf(call.request().path());
        if (path.startsWith("/assets/") && call.response().getStatusCode() == 200) {
            // Their names change with their content.
            headers.set("cache-control", "public, max-age=31536000, immutable");
        } else if (path.startsWith("/api/") || path.startsWith("/internal/")) {
            headers.set("cache-control", "no-store");
        } else {
            headers.set("cache-control", "no-cache");
        }
    }
}
