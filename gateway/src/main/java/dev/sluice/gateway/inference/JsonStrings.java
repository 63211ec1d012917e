package dev.sluice.gateway.inference;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of a JSON string (RFC 8259 section 7) eight bytes at a time, and where it is long a block at a time: nearly all
 * bytes of a prompt are inside one. Control characters and malformed UTF-8 (RFC 3629) are refused; what stands behind a
 * backslash is left to the provider.
 */
public final class JsonStrings {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LOWS = ~HIGHS;
    private static final long QUOTES = ONES * '"';
    private static final long SPACES = ONES * ' ';
    private static final long BACKSLASHES = ONES * '\\';
    /** What exchanges a quote and a space, so that all that is looked for in ASCII stands below an exclamation mark. */
    private static final long QUOTE_AND_SPACE = ONES * ('"' ^ ' ');

    private static final long EXCLAMATIONS = ONES * '!';
    /** Bytes; where no block can be passed, one is tried as rarely as this. */
    private static final int MAX_GAP = 16 * TextBlocks.BLOCK;

    private JsonStrings() {}

    /**
     * @param start after the opening quote
     * @return the position of the closing quote; {@code -1 - position} of what makes it malformed
     */
    public static int close(byte[] bytes, int start, int end) {
        int at = start;
        int gap = TextBlocks.BLOCK;
        int blocksFrom = start + gap;
        while (at < end) {
            if (at >= blocksFrom) {
                int passed = TextBlocks.pass(bytes, at, end);
                gap = passed > at ? TextBlocks.BLOCK : Math.min(2 * gap, MAX_GAP);
                at = passed;
                blocksFrom = at + gap;
            }
            int limit = Math.min(end, blocksFrom);
            at = next(bytes, start, at, limit);
            if (at >= limit) {
                continue;
            }
            byte b = bytes[at];
            if (b == '"') {
                if (!isEscaped(bytes, start, at)) {
                    return at;
                }
                at++;
            } else if (b >= 0) {
                return -1 - at;
            } else {
                do { // such characters rarely come alone
                    int length = sequence(bytes, at, end);
                    if (length == 0) {
                        return -1 - at;
                    }
                    at += length;
                } while (at < limit && bytes[at] < 0);
            }
        }
        return -1 - end;
    }

    /** The next quote that may be the closing one, control character or byte beyond ASCII; {@code end} when there is none. */
    private static int next(byte[] bytes, int start, int from, int end) {
        int at = from;
        while (at <= end - 8) {
            long word = (long) LONG.get(bytes, at);
            // The lowest bit set is exact: a borrow only spoils bytes above a byte that is found itself.
            long found = ((word ^ QUOTE_AND_SPACE) - EXCLAMATIONS | word) & HIGHS;
            if (found != 0) {
                boolean plain = (word & HIGHS) == 0 && at - start >= 4;
                found = plain ? unescaped(bytes, at, word) : found;
                if (found != 0) {
                    return at + (Long.numberOfTrailingZeros(found) >>> 3);
                }
            }
            at += 8;
        }
        while (at < end && bytes[at] != '"' && bytes[at] >= ' ') {
            at++;
        }
        return at;
    }

    /**
     * Of a word in ASCII at a position, the high bits of control characters, and of quotes but for those behind one or three
     * backslashes: prompts that quote something, or a text that does, are full of these, and to stop at each would take most
     * of the time.
     */
    private static long unescaped(byte[] bytes, int at, long word) {
        long one = zeros((long) LONG.get(bytes, at - 1) ^ BACKSLASHES);
        long two = zeros((long) LONG.get(bytes, at - 2) ^ BACKSLASHES);
        long control = ~((word | HIGHS) - SPACES) & HIGHS;
        long quotes = zeros(word ^ QUOTES) & ~(one & ~two);
        if ((quotes & two) != 0) {
            long three = zeros((long) LONG.get(bytes, at - 3) ^ BACKSLASHES);
            long four = zeros((long) LONG.get(bytes, at - 4) ^ BACKSLASHES);
            quotes &= ~(one & two & three & ~four);
        }
        return control | quotes;
    }

    /** The high bit of each byte that is zero. */
    private static long zeros(long word) {
        return ~(((word & LOWS) + LOWS) | word) & HIGHS;
    }

    /**
     * Whether a string that {@link #close} found can be written into another text as it is: its escapes are JSON's, and no
     * character is one at which some readers of events end a line (U+0085, U+2028, U+2029).
     */
    public static boolean isPortable(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end) {
            byte b = bytes[at];
            if (b == '\\') {
                int length = escape(bytes, at + 1, end);
                if (length == 0) {
                    return false;
                }
                at += length;
            } else if (b == (byte) 0xc2 || b == (byte) 0xe2) {
                if (isLineEnd(bytes, at)) {
                    return false;
                }
            }
            at++;
        }
        return true;
    }

    /** The length of what follows a backslash at {@code at}; 0 when it is no escape. */
    private static int escape(byte[] bytes, int at, int end) {
        if (at >= end) {
            return 0;
        }
        return switch (bytes[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 1;
            case 'u' -> at + 4 < end && isHex(bytes, at + 1, at + 5) ? 5 : 0;
            default -> 0;
        };
    }

    private static boolean isHex(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.digit(bytes[i], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLineEnd(byte[] bytes, int at) {
        return bytes[at] == (byte) 0xc2
                ? bytes[at + 1] == (byte) 0x85
                : bytes[at + 1] == (byte) 0x80 && (bytes[at + 2] & 0xfe) == 0xa8;
    }

    /** An odd number of backslashes before a quote makes it one of the string's characters. */
    private static boolean isEscaped(byte[] bytes, int start, int quote) {
        int at = quote;
        while (at > start && bytes[at - 1] == '\\') {
            at--;
        }
        return (quote - at & 1) != 0;
    }

    /** The length of the UTF-8 sequence at a position; 0 when it is none (overlong, surrogate, cut off). */
    private static int sequence(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return isContinued(bytes, at + 1, end, 0x80, 0xbf) ? 2 : 0;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            int low = lead == 0xe0 ? 0xa0 : 0x80;
            int high = lead == 0xed ? 0x9f : 0xbf;
            return isContinued(bytes, at + 1, end, low, high) && isContinued(bytes, at + 2, end, 0x80, 0xbf) ? 3 : 0;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            int low = lead == 0xf0 ? 0x90 : 0x80;
            int high = lead == 0xf4 ? 0x8f : 0xbf;
            return isContinued(bytes, at + 1, end, low, high)
                            && isContinued(bytes, at + 2, end, 0x80, 0xbf)
                            && isContinued(bytes, at + 3, end, 0x80, 0xbf)
                    ? 4
                    : 0;
        }
        return 0;
    }

    private static boolean isContinued(byte[] bytes, int at, int end, int low, int high) {
        return at < end && (bytes[at] & 0xff) >= low && (bytes[at] & 0xff) <= high;
    }
}
