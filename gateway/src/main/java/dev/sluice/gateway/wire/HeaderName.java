package dev.sluice.gateway.wire;

import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** A header that is written often, in the forms that it is written in. */
public final class HeaderName {
    private final CharSequence name;
    private final byte[] lineStart;

    private HeaderName(String name) {
        this.name = HttpHeaders.createOptimized(name);
        lineStart = (name + ": ").getBytes(StandardCharsets.US_ASCII);
    }

    /** @param name in small letters */
    public static HeaderName of(String name) {
        return new HeaderName(name);
    }

    CharSequence name() {
        return name;
    }

    byte[] lineStart() {
        return lineStart;
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
