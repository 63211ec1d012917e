package dev.sluice.gateway.dispatch;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of one binary message: which event it is, or which error. Read again for each message. Not thread-safe. */
final class BinaryHeaders {
    private static final int BYTES = 6;
    private static final int STRING = 7;
    /** Of a value, by type: booleans are told by the type alone; -1: a length stands before the value. */
    private static final int[] SIZES = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};

    /** Those that are strings. */
    private final Map<String, String> texts = new HashMap<>();

    /** @return false when they are not to be read */
    boolean read(byte[] bytes, int start, int end) {
        texts.clear();
        int at = start;
        while (at < end) {
            int nameEnd = at + 1 + (bytes[at] & 0xff);
            if (nameEnd >= end) {
                return false;
            }
            int type = bytes[nameEnd];
            int valueStart = valueStart(type, nameEnd + 1);
            if (valueStart > end) {
                return false;
            }
            int valueEnd = valueEnd(bytes, type, valueStart);
            if (valueEnd < 0 || valueEnd > end) {
                return false;
            }
            if (type == STRING) {
                texts.put(text(bytes, at + 1, nameEnd), text(bytes, valueStart, valueEnd));
            }
            at = valueEnd;
        }
        return true;
    }

    private static int valueStart(int type, int at) {
        return type == BYTES || type == STRING ? at + 2 : at;
    }

    /** @return -1 for a type that does not exist */
    private static int valueEnd(byte[] bytes, int type, int valueStart) {
        if (type == BYTES || type == STRING) {
            return valueStart + (((bytes[valueStart - 2] & 0xff) << 8) | (bytes[valueStart - 1] & 0xff));
        }
        return type >= 0 && type < SIZES.length ? valueStart + SIZES[type] : -1;
    }

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /** Of the event; of an error with {@link StreamDecoder#ERROR_MARK} before it. */
    String name() {
        return switch (texts.getOrDefault(":message-type", "event")) {
            case "exception" -> StreamDecoder.ERROR_MARK + texts.getOrDefault(":exception-type", "");
            case "error" -> StreamDecoder.ERROR_MARK + texts.getOrDefault(":error-code", "");
            default -> texts.getOrDefault(":event-type", "");
        };
    }

    /** What an error says that has its words in a header and no payload, as JSON; null for all others. */
    byte @Nullable [] report() {
        if (!texts.getOrDefault(":message-type", "event").equals("error")) {
            return null;
        }
        String message = texts.getOrDefault(":error-message", "");
        String quoted = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(message));
        return ("{\"message\":\"" + quoted + "\"}").getBytes(StandardCharsets.UTF_8);
    }
}
