package dev.sluice.gateway.inference;

/** Finds the end of JSON literals and numbers (RFC 8259 sections 3 and 6). */
final class JsonScalars {
    private JsonScalars() {}

    /** @return the position behind the literal or number at {@code start}; {@code -1 - position} of what makes it malformed */
    static int end(byte[] bytes, int start, int end) {
        return switch (start < end ? bytes[start] : 0) {
            case 't' -> literal("true", bytes, start, end);
            case 'f' -> literal("false", bytes, start, end);
            case 'n' -> literal("null", bytes, start, end);
            default -> number(bytes, start, end);
        };
    }

    private static int literal(String name, byte[] bytes, int start, int end) {
        for (int i = 0; i < name.length(); i++) {
            if (start + i >= end || bytes[start + i] != name.charAt(i)) {
                return -1 - start;
            }
        }
        return start + name.length();
    }

    private static int number(byte[] bytes, int start, int end) {
        int at = is('-', bytes, start, end) ? start + 1 : start;
        at = is('0', bytes, at, end) ? at + 1 : digits(bytes, at, end);
        if (at >= 0 && is('.', bytes, at, end)) {
            at = digits(bytes, at + 1, end);
        }
        if (at >= 0 && (is('e', bytes, at, end) || is('E', bytes, at, end))) {
            at++;
            boolean signed = is('+', bytes, at, end) || is('-', bytes, at, end);
            at = digits(bytes, signed ? at + 1 : at, end);
        }
        return at;
    }

    /** At least one. */
    private static int digits(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at == start ? -1 - start : at;
    }

    private static boolean is(char c, byte[] bytes, int at, int end) {
        return at < end && bytes[at] == c;
    }
}
