package dev.sluice.gateway.provider;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A name as one segment of a path, whatever it holds (RFC 3986: all but unreserved characters are encoded). */
public final class PathSegment {
    private static final String PLAIN = "-._~";

    private PathSegment() {}

    public static String of(String name) {
        StringBuilder out = new StringBuilder(name.length() + 8);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return out.toString();
    }
}
