package dev.sluice.gateway.auth;

import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Finds the credential in the headers that clients of the various dialects use. */
public final class Credentials {
    private static final CharSequence[] KEY_HEADERS = {
        HttpHeaders.createOptimized("x-api-key"),
        HttpHeaders.createOptimized("api-key"),
        HttpHeaders.createOptimized("x-goog-api-key")
    };

    private Credentials() {}

    /**
     * @return null when there is none
     * @throws GatewayException when two headers carry different ones; the same one twice is fine
     */
    public static @Nullable String of(MultiMap headers) {
        String found = bearer(headers.get(HttpHeaders.AUTHORIZATION));
        for (CharSequence header : KEY_HEADERS) {
            String value = headers.get(header);
            if (value != null && !value.isBlank()) {
                String key = value.strip();
                if (found != null && !found.equals(key)) {
                    throw new GatewayException(new GatewayError.ConflictingKeys());
                }
                found = key;
            }
        }
        return found;
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        String token = authorization.substring(7).strip();
        return token.isEmpty() ? null : token;
    }
}
