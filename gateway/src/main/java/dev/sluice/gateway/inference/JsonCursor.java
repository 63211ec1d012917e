package dev.sluice.gateway.inference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the members of JSON objects (RFC 8259) in a byte array, without building anything: the caller looks at the
 * members it knows and skips the others. The structure is checked on the way. Not thread-safe.
 *
 * <pre>{@code
 * cursor.enterObject();
 * while (cursor.nextMember()) {
 *     if (cursor.keyIs(MODEL)) … else cursor.skipValue();
 * }
 * }</pre>
 */
public final class JsonCursor {
    /** Open levels a text may have. */
    public static final int MAX_DEPTH = 512;

    /** The text is not JSON at {@link #position}, or nested deeper than {@link #MAX_DEPTH}. Without a stack trace. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final int position;
        private final boolean tooDeep;

        Malformed(int position, boolean tooDeep) {
            super(tooDeep ? "too deep" : "not JSON at " + position, null, false, false);
            this.position = position;
            this.tooDeep = tooDeep;
        }

        public int position() {
            return position;
        }

        public boolean isTooDeep() {
            return tooDeep;
        }
    }

    private static final JsonFactory FACTORY = new JsonFactory();

    private final byte[] bytes;
    private final int end;
    /** Which of the first 64 levels that {@link #skipValue} opened are objects: one bit each. */
    private long objects;
    /** The same of deeper levels, which hardly any text has. */
    private long @Nullable [] deeper;

    private int at;
    private boolean first;
    private int keyStart;
    private int keyEnd;
    private int depth;

    /** A cursor before the first byte of the text between {@code start} and {@code end}. */
    public JsonCursor(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.end = end;
        this.at = start;
        skipSpace();
    }

    /** Where the cursor is: at a value's first byte, or after its last. */
    public int position() {
        return at;
    }

    /** The first byte of the value at the cursor; 0 when there is none. */
    public byte peek() {
        return at < end ? bytes[at] : 0;
    }

    public void enterObject() throws Malformed {
        enter('{');
    }

    public void enterArray() throws Malformed {
        enter('[');
    }

    private void enter(char open) throws Malformed {
        if (peek() != open) {
            throw malformed(at);
        }
        descend();
        at++;
        first = true;
    }

    private void descend() throws Malformed {
        if (++depth > MAX_DEPTH) {
            throw new Malformed(at, true);
        }
    }

    /** Goes to the value of the object's next member; false when the object is over, with the cursor behind it. */
    public boolean nextMember() throws Malformed {
        if (!goesOn('}')) {
            return false;
        }
        readKey();
        return true;
    }

    /** Goes to the array's next element; false when the array is over, with the cursor behind it. */
    public boolean nextElement() throws Malformed {
        return goesOn(']');
    }

    private boolean goesOn(char close) throws Malformed {
        skipSpace();
        if (peek() == close) {
            at++;
            depth--;
            first = false;
            return false;
        }
        if (!first) {
            expect(',');
            skipSpace();
        }
        first = false;
        return true;
    }

    private void readKey() throws Malformed {
        expect('"');
        keyStart = at;
        keyEnd = stringEnd();
        at = keyEnd + 1;
        skipSpace();
        expect(':');
        skipSpace();
    }

    public boolean keyIs(String name) {
        int length = keyEnd - keyStart;
        if (length != name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[keyStart + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Bytes of the key as it was sent. */
    public int keyLength() {
        return keyEnd - keyStart;
    }

    /** Whether the key is written in plain ASCII, so that {@link #keyIs} can know it. */
    public boolean isKeyPlain() {
        for (int i = keyStart; i < keyEnd; i++) {
            if (bytes[i] < 0 || bytes[i] == '\\') {
                return false;
            }
        }
        return true;
    }

    public String key() throws Malformed {
        return decode(keyStart, keyEnd);
    }

    /** The string at the cursor, decoded; the cursor goes behind it. */
    public String string() throws Malformed {
        int start = at + 1;
        expect('"');
        at = stringEnd() + 1;
        return decode(start, at - 1);
    }

    private String decode(int from, int to) throws Malformed {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return unescape(from, to);
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private String unescape(int from, int to) throws Malformed {
        try (JsonParser parser = FACTORY.createParser(bytes, from - 1, to - from + 2)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw malformed(from);
        }
    }

    /** The whole number at the cursor; {@code otherwise} when it is none that fits. The cursor goes behind it. */
    public long wholeNumber(long otherwise) throws Malformed {
        int start = at;
        skipValue();
        if (at - start > 19) {
            return otherwise;
        }
        boolean negative = bytes[start] == '-';
        long number = 0;
        for (int i = negative ? start + 1 : start; i < at; i++) {
            int digit = bytes[i] - '0';
            if (bytes[i] == '.' || (bytes[i] | 0x20) == 'e') {
                return inFull(start, otherwise);
            }
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return otherwise;
            }
            number = number * 10 + digit;
        }
        return negative ? -number : number;
    }

    /** Of the number that ends at the cursor and has a fraction or an exponent, be it {@code 40.0}: some vendors count so. */
    private long inFull(int start, long otherwise) {
        try {
            return new BigDecimal(new String(bytes, start, at - start, StandardCharsets.US_ASCII)).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            return otherwise;
        }
    }

    /** Goes behind the value at the cursor, whatever it holds. */
    public void skipValue() throws Malformed {
        int outside = depth;
        while (true) {
            if (opened()) {
                continue;
            }
            while (depth > outside && !hasNext()) {
                // closed one level
            }
            if (depth == outside) {
                return;
            }
        }
    }

    /** Skips a scalar or an empty structure; true when it went into a structure and is at its first value. */
    private boolean opened() throws Malformed {
        byte b = peek();
        if (b == '{' || b == '[') {
            boolean object = b == '{';
            descend();
            at++;
            skipSpace();
            if (peek() == (object ? '}' : ']')) {
                at++;
                depth--;
                return false;
            }
            open(object);
            if (object) {
                readKey();
            }
            return true;
        }
        scalar(b);
        return false;
    }

    /** After a value: goes to the next one of the same level; false when the level is over. */
    private boolean hasNext() throws Malformed {
        boolean object = isInObject();
        skipSpace();
        if (peek() == (object ? '}' : ']')) {
            at++;
            depth--;
            return false;
        }
        expect(',');
        skipSpace();
        if (object) {
            readKey();
        }
        return true;
    }

    private void open(boolean object) {
        long bit = 1L << depth;
        if (depth < Long.SIZE) {
            objects = object ? objects | bit : objects & ~bit;
        } else {
            long[] levels = deeper == null ? new long[MAX_DEPTH / Long.SIZE + 1] : deeper;
            int at = depth / Long.SIZE;
            levels[at] = object ? levels[at] | bit : levels[at] & ~bit;
            deeper = levels;
        }
    }

    private boolean isInObject() {
        long levels = depth < Long.SIZE ? objects : Objects.requireNonNull(deeper)[depth / Long.SIZE];
        return (levels & 1L << depth) != 0;
    }

    private void scalar(byte b) throws Malformed {
        if (b == '"') {
            at++;
            at = stringEnd() + 1;
        } else {
            at = checked(JsonScalars.end(bytes, at, end));
        }
    }

    private int stringEnd() throws Malformed {
        return checked(JsonStrings.close(bytes, at, end));
    }

    /** @param found a position, or {@code -1 - position} of what makes the text malformed */
    private int checked(int found) throws Malformed {
        if (found < 0) {
            throw malformed(-1 - found);
        }
        return found;
    }

    private void expect(char c) throws Malformed {
        if (peek() != c) {
            throw malformed(at);
        }
        at++;
    }

    /** Whether nothing but space is left. */
    public boolean isAtEnd() {
        skipSpace();
        return at == end;
    }

    private void skipSpace() {
        while (at < end) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
            at++;
        }
    }

    private Malformed malformed(int position) {
        return new Malformed(position, false);
    }
}
