package dev.sluice.gateway.provider.openai;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.ChatFields;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Replaces byte ranges of a request body; every other byte stays as the client sent it. */
final class BodySplice {
    private static final byte[] INCLUDE_USAGE = ascii("{\"include_usage\":true}");
    private static final byte[] INCLUDE_USAGE_FIRST = ascii("\"include_usage\":true,");
    private static final byte[] TRUE = ascii("true");

    private BodySplice() {}

    /** {@code bytes} take the place of what is between start and end. */
    private record Edit(int start, int end, byte[] bytes) {}

    static Buffer chat(ChatCall call, String upstreamModel) {
        List<Edit> edits = new ArrayList<>(3);
        ChatFields fields = call.fields();
        Buffer body = call.body();
        byte[] model = JsonStringEncoder.getInstance().quoteAsUTF8(upstreamModel);
        if (fields.modelStart() >= 0) {
            edits.add(new Edit(fields.modelStart() + 1, fields.modelEnd() - 1, model));
        } else {
            edits.add(member(
                    fields,
                    "model",
                    Buffer.buffer("\"").appendBytes(model).appendString("\"").getBytes()));
        }
        if (fields.stream() && !fields.includeUsage()) {
            edits.add(askForUsage(body, fields));
        }
        edits.sort(Comparator.comparingInt(Edit::start));
        return apply(body, edits);
    }

    private static Edit askForUsage(Buffer body, ChatFields fields) {
        int start = fields.streamOptionsStart();
        if (start < 0) {
            return member(fields, "stream_options", INCLUDE_USAGE);
        }
        if (fields.includeUsageStart() >= 0) {
            return new Edit(fields.includeUsageStart(), fields.includeUsageEnd(), TRUE);
        }
        boolean hasMembers = body.getByte(start) == '{' && !isBlank(body, start + 1, fields.streamOptionsEnd() - 1);
        return hasMembers
                ? new Edit(start + 1, start + 1, INCLUDE_USAGE_FIRST)
                : new Edit(start, fields.streamOptionsEnd(), INCLUDE_USAGE);
    }

    /** A new last member of the object; it has others, since {@code messages} is required. */
    private static Edit member(ChatFields fields, String name, byte[] value) {
        byte[] bytes = Buffer.buffer(",\"" + name + "\":").appendBytes(value).getBytes();
        return new Edit(fields.objectEnd(), fields.objectEnd(), bytes);
    }

    private static boolean isBlank(Buffer body, int start, int end) {
        for (int i = start; i < end; i++) {
            if (body.getByte(i) > ' ') {
                return false;
            }
        }
        return true;
    }

    private static Buffer apply(Buffer body, List<Edit> edits) {
        int length = body.length();
        for (Edit edit : edits) {
            length += edit.bytes.length - (edit.end - edit.start);
        }
        Buffer spliced = Buffer.buffer(length);
        int from = 0;
        for (Edit edit : edits) {
            spliced.appendBuffer(body, from, edit.start - from).appendBytes(edit.bytes);
            from = edit.end;
        }
        return spliced.appendBuffer(body, from, body.length() - from);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
