package dev.sluice.gateway.inference;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON as it is written, straight to UTF-8. Half a surrogate pair is escaped, not refused: a provider may have cut a text
 * between the two, and whoever joins the pieces gets the character back.
 */
public final class JsonBytes {
    /** What one event of a stream usually needs; more is given back after it. */
    private static final int USUAL = 512;

    private static final int MAX_KEPT = 8 * 1024;
    /** {@code \}{@code u1234}: of one char. */
    private static final int LONGEST = 6;

    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final boolean[] PLAIN = plain();

    private byte[] bytes = new byte[USUAL];
    private int length;

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean[] plain() {
        boolean[] plain = new boolean[0x80];
        Arrays.fill(plain, 0x20, 0x80, true);
        plain['"'] = false;
        plain['\\'] = false;
        return plain;
    }

    public JsonBytes raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    /** @param json of ASCII */
    public JsonBytes raw(String json) {
        return raw(ascii(json));
    }

    /** @param json as it is, of any characters */
    public JsonBytes text(String json) {
        return raw(json.getBytes(StandardCharsets.UTF_8));
    }

    public JsonBytes number(long number) {
        return raw(Long.toString(number));
    }

    /** With its quotes. */
    public JsonBytes string(String text) {
        reserve(text.length() + 2);
        bytes[length++] = '"';
        int at = plainRun(text, 0);
        while (at < text.length()) {
            // One char at its longest; all others, and the quote, as they are.
            reserve(LONGEST + text.length() - at);
            at = plainRun(text, special(text, at));
        }
        bytes[length++] = '"';
        return this;
    }

    /** There is room for all of it. */
    private int plainRun(String text, int from) {
        byte[] to = bytes;
        int target = length;
        int at = from;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= 0x80 || !PLAIN[c]) {
                break;
            }
            to[target++] = (byte) c;
        }
        length = target;
        return at;
    }

    /** @return behind the one or two chars written */
    private int special(String text, int at) {
        char c = text.charAt(at);
        if (c < 0x80) {
            escape(c);
        } else if (!Character.isSurrogate(c)) {
            nonAscii(c);
        } else if (Character.isHighSurrogate(c)
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1))) {
            int point = Character.toCodePoint(c, text.charAt(at + 1));
            put(0xf0 | (point >> 18));
            continuation(point >> 12);
            continuation(point >> 6);
            continuation(point);
            return at + 2;
        } else {
            escapeHex(c);
        }
        return at + 1;
    }

    private void nonAscii(char c) {
        if (c == '\u0085' || c == '\u2028' || c == '\u2029') {
            // Line ends to Unicode, and so to some readers of events.
            escapeHex(c);
        } else if (c < 0x800) {
            put(0xc0 | (c >> 6));
            continuation(c);
        } else {
            put(0xe0 | (c >> 12));
            continuation(c >> 6);
            continuation(c);
        }
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> escapeShort(c);
            case '\n' -> escapeShort('n');
            case '\r' -> escapeShort('r');
            case '\t' -> escapeShort('t');
            default -> escapeHex(c);
        }
    }

    private void escapeShort(char c) {
        put('\\');
        put(c);
    }

    private void escapeHex(char c) {
        escapeShort('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            put(HEX[(c >> shift) & 0xf]);
        }
    }

    private void continuation(int bits) {
        put(0x80 | (bits & 0x3f));
    }

    private void put(int b) {
        bytes[length++] = (byte) b;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /** What was written; then begins anew. */
    public byte[] take() {
        byte[] written = Arrays.copyOf(bytes, length);
        length = 0;
        if (bytes.length > MAX_KEPT) {
            bytes = new byte[USUAL];
        }
        return written;
    }
}
