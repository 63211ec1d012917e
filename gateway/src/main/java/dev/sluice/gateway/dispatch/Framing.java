package dev.sluice.gateway.dispatch;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which framing a reply has, by its content type. */
final class Framing {
    /** What every client gets, whatever the provider's framing is. */
    static final String EVENTS = "text/event-stream";

    static final String JSON = "application/json";

    private static final String BINARY = "application/vnd.amazon.eventstream";
    private static final Set<String> LINES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");

    private Framing() {}

    /**
     * The provider's, when it can be repeated as it is; else that of nearly all answers.
     *
     * @param stated null: it states none
     */
    static String contentType(@Nullable String stated) {
        return stated != null && isPlain(stated) ? stated : JSON;
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /**
     * @param jsonIsLines whether plain JSON is a stream too, as where a server does not name its lines
     * @return null when the reply is no stream
     */
    static @Nullable StreamFrames of(String contentType, boolean jsonIsLines) {
        if (contentType.startsWith(EVENTS)) {
            return new EventFrames();
        }
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        if (type.equals(EVENTS)) {
            return new EventFrames();
        }
        if (type.equals(BINARY)) {
            return new BinaryFrames();
        }
        return LINES.contains(type) || (jsonIsLines && type.equals(JSON)) ? new LineFrames() : null;
    }

    /** As the client is told: the provider's own where it gets the provider's events. */
    static String forClient(String contentType, StreamFrames frames) {
        return frames instanceof EventFrames ? contentType : EVENTS;
    }
}
