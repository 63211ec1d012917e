package dev.sluice.gateway.signing;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding of all but RFC 3986's unreserved characters, as AWS signs it. */
public final class UriEncoding {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String UNRESERVED_MARKS = "-_.~";

    private UriEncoding() {}

    /** {@code /} and {@code :} are encoded too, so that a name is one segment whatever it holds. */
    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || UNRESERVED_MARKS.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.toHexDigits(b));
            }
        }
        return out.toString();
    }

    /** Each segment of a path, its slashes apart. */
    static String encodeSegments(String path) {
        StringBuilder out = new StringBuilder(path.length() + 16);
        int start = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
            out.append(encode(path.substring(start, slash))).append('/');
            start = slash + 1;
        }
        return out.append(encode(path.substring(start))).toString();
    }
}
