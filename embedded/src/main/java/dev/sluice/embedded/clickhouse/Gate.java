package dev.sluice.embedded.clickhouse;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares the credentials of a request, wherever ClickHouse lets a client put them, with the configured password. */
final class Gate {

    private final byte @Nullable [] password;

    /** @param password null lets everyone in */
    Gate(@Nullable String password) {
        this.password = password == null ? null : password.getBytes(StandardCharsets.UTF_8);
    }

    boolean admits(Headers headers, Map<String, String> url) {
        return password == null
                || MessageDigest.isEqual(password, presented(headers, url).getBytes(StandardCharsets.UTF_8));
    }

    private static String presented(Headers headers, Map<String, String> url) {
        var key = headers.getFirst("X-ClickHouse-Key");
        if (key != null) {
            return key;
        }
        var authorization = headers.getFirst("Authorization");
        if (authorization != null && authorization.startsWith("Basic ")) {
            return basic(authorization.substring("Basic ".length()));
        }
        return url.getOrDefault("password", "");
    }

    private static String basic(String encoded) {
        try {
            var pair = new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
