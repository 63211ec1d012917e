package dev.sluice.contract.usage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON (RFC 8259) in UTF-8, written into an array that can be used again: a general writer costs three times as much for
 * records of many short fields. Commas come by themselves. Not thread-safe.
 */
final class JsonText {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    /** Of an escaped character: {@code \}{@code u00XX}. */
    private static final int MAX_BYTES_PER_CHAR = 6;

    private static final int MAX_NUMBER = 20;

    private byte[] bytes;
    private int length;

    JsonText(int capacity) {
        bytes = new byte[capacity];
    }

    /** The name of a field, ready to be written. */
    static byte[] name(String name) {
        return ("\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    void lineBreak() {
        put('\n');
    }

    void beginObject() {
        separate();
        put('{');
    }

    void beginObject(byte[] name) {
        name(name);
        put('{');
    }

    void endObject() {
        put('}');
    }

    void beginArray(byte[] name) {
        name(name);
        put('[');
    }

    void endArray() {
        put(']');
    }

    void field(byte[] name, boolean value) {
        name(name);
        raw(value ? "true" : "false");
    }

    void field(byte[] name, long value) {
        name(name);
        if (value < 0) {
            raw(Long.toString(value));
            return;
        }
        reserve(MAX_NUMBER);
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    void field(byte[] name, String value) {
        name(name);
        text(value);
    }

    /** For names that are not known before. */
    void field(String name, String value) {
        separate();
        text(name);
        put(':');
        text(value);
    }

    private void name(byte[] name) {
        separate();
        reserve(name.length);
        System.arraycopy(name, 0, bytes, length, name.length);
        length += name.length;
    }

    /** A comma, unless this is the first of an object, an array or a line. */
    private void separate() {
        if (length > 0) {
            byte last = bytes[length - 1];
            if (last != '{' && last != '[' && last != '\n') {
                put(',');
            }
        }
    }

    private void text(String text) {
        int chars = text.length();
        reserve(2 + chars * MAX_BYTES_PER_CHAR);
        int at = length;
        bytes[at++] = '"';
        for (int n = 0; n < chars; n++) {
            char c = text.charAt(n);
            if (c >= 0x80) {
                unicode(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            at = ascii(c, at);
        }
        bytes[at++] = '"';
        length = at;
    }

    private void unicode(byte[] utf8) {
        reserve(2 + utf8.length * MAX_BYTES_PER_CHAR);
        int at = length;
        bytes[at++] = '"';
        for (byte b : utf8) {
            if (b < 0) {
                bytes[at++] = b;
            } else {
                at = ascii((char) b, at);
            }
        }
        bytes[at++] = '"';
        length = at;
    }

    private int ascii(char c, int at) {
        if (c < ' ' || c == '"' || c == '\\') {
            return escaped(c, at);
        }
        bytes[at] = (byte) c;
        return at + 1;
    }

    private int escaped(char c, int from) {
        int at = from;
        bytes[at++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[at++] = (byte) c;
            case '\b' -> bytes[at++] = 'b';
            case '\t' -> bytes[at++] = 't';
            case '\n' -> bytes[at++] = 'n';
            case '\f' -> bytes[at++] = 'f';
            case '\r' -> bytes[at++] = 'r';
            default -> {
                bytes[at++] = 'u';
                bytes[at++] = '0';
                bytes[at++] = '0';
                bytes[at++] = HEX[c >> 4];
                bytes[at++] = HEX[c & 0xf];
            }
        }
        return at;
    }

    private void raw(String ascii) {
        reserve(ascii.length());
        for (int n = 0; n < ascii.length(); n++) {
            bytes[length++] = (byte) ascii.charAt(n);
        }
    }

    private void put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
