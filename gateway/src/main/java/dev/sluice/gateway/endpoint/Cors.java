package dev.sluice.gateway.endpoint;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets the console, and no other page, call the data port from a browser. */
final class Cors {
    private final @Nullable String origin;

    Cors(Optional<String> origin) {
        this.origin = origin.orElse(null);
    }

    private boolean isConsole(HttpServerRequest request) {
        return origin != null && origin.equals(request.getHeader(HttpHeaders.ORIGIN));
    }

    /** @return whether it was a preflight, which is then answered */
    boolean answered(HttpServerRequest request) {
        if (!isConsole(request)) {
            return false;
        }
        MultiMap headers = request.response().headers();
        headers.set("access-control-allow-origin", origin);
        headers.set("vary", "origin");
        if (!request.method().equals(HttpMethod.OPTIONS)
                || request.getHeader("access-control-request-method") == null) {
            headers.set(
                    "access-control-expose-headers",
                    "x-request-id,x-sluice-model,x-sluice-provider,x-sluice-attempts,x-sluice-cache,x-sluice-cost-usd,"
                            + "x-sluice-policy-revision,x-sluice-overhead-ms,x-sluice-explanation,x-sluice-dropped-params,"
                            + "x-sluice-limited-by,x-sluice-shed,x-should-retry,retry-after,"
                            + "x-ratelimit-limit-requests,x-ratelimit-remaining-requests,x-ratelimit-reset-requests,"
                            + "x-ratelimit-limit-tokens,x-ratelimit-remaining-tokens,x-ratelimit-reset-tokens");
            return false;
        }
        headers.set("access-control-allow-methods", "GET, POST");
        headers.set(
                "access-control-allow-headers",
                "authorization, content-type, x-sluice-explain, x-sluice-metadata, x-sluice-session-id,"
                        + " x-sluice-timeout-ms");
        headers.set("access-control-max-age", "600");
        request.response().setStatusCode(204).end();
        return true;
    }
}
