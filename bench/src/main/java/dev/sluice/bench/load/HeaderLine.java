package dev.sluice.bench.load;

/** Looks at header lines in place. */
final class HeaderLine {
    private HeaderLine() {}

    /** Whether the line at {@code at} begins with the text, whatever its case. */
    static boolean is(byte[] head, int at, int length, String lowerCase) {
        if (at + lowerCase.length() > length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            byte b = head[at + i];
            if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The digits of the line's value. */
    static long number(byte[] head, int at, int length) {
        long value = 0;
        for (int i = at; i < length && head[i] != '\n'; i++) {
            if (head[i] >= '0' && head[i] <= '9') {
                value = value * 10 + head[i] - '0';
            }
        }
        return value;
    }
}
