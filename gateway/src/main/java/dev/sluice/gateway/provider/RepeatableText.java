package dev.sluice.gateway.provider;

import dev.sluice.gateway.inference.JsonCursor;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the text of a delta stands in the provider's event and in the client's, so that the next one can be copied. */
final class RepeatableText {
    /** Stands for a text; no other part of an event holds it by chance. */
    private static final String MARK = "c5f1e6b0-7a3d-4e58-9d1c-b27f40a96e13";

    private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.US_ASCII);

    private int start;
    private int end;
    private boolean several;

    private RepeatableText() {}

    /** @return null when the event is no single delta */
    static @Nullable String of(List<StreamEvent> events) {
        if (events.size() != 1) {
            return null;
        }
        String text = switch (events.getFirst()) {
            case StreamEvent.TextDelta delta -> delta.text();
            case StreamEvent.ThinkingDelta delta -> delta.text();
            case StreamEvent.ToolArgumentsDelta delta -> delta.json();
            default -> "";
        };
        return text.isEmpty() ? null : text;
    }

    /** @return begin and end of the only string in the event that is the text, without its quotes; null when it is not alone */
    static int @Nullable [] place(byte[] data, int from, int to, String text) {
        RepeatableText found = new RepeatableText();
        try {
            found.search(new JsonCursor(data, from, to), text);
        } catch (JsonCursor.Malformed e) {
            return null;
        }
        return found.start == 0 || found.several ? null : new int[] {found.start, found.end};
    }

    private void search(JsonCursor cursor, String text) throws JsonCursor.Malformed {
        switch (cursor.peek()) {
            case '{' -> {
                cursor.enterObject();
                while (cursor.nextMember()) {
                    search(cursor, text);
                }
            }
            case '[' -> {
                cursor.enterArray();
                while (cursor.nextElement()) {
                    search(cursor, text);
                }
            }
            case '"' -> {
                int begin = cursor.position() + 1;
                if (cursor.string().equals(text)) {
                    several |= start > 0;
                    start = begin;
                    end = cursor.position() - 1;
                }
            }
            default -> cursor.skipValue();
        }
    }

    /** @return the bytes that the encoder writes around the text of one more delta like the event; null when it says nothing */
    static byte @Nullable [][] around(StreamEvent like, StreamEncoder encoder) {
        byte[] written = encoder.encode(
                switch (like) {
                    case StreamEvent.TextDelta _ -> new StreamEvent.TextDelta(MARK);
                    case StreamEvent.ThinkingDelta _ -> new StreamEvent.ThinkingDelta(MARK);
                    case StreamEvent.ToolArgumentsDelta delta ->
                        new StreamEvent.ToolArgumentsDelta(delta.index(), MARK);
                    default -> like;
                });
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; i + MARK_BYTES.length <= written.length; i++) {
            if (Arrays.equals(written, i, i + MARK_BYTES.length, MARK_BYTES, 0, MARK_BYTES.length)) {
                pieces.add(Arrays.copyOfRange(written, from, i));
                from = i + MARK_BYTES.length;
                i = from - 1;
            }
        }
        pieces.add(Arrays.copyOfRange(written, from, written.length));
        return pieces.size() == 1 ? null : pieces.toArray(byte[][]::new);
    }
}
