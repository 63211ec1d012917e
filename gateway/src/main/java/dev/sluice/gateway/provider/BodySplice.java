package dev.sluice.gateway.provider;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.gateway.inference.Bytes;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.RequestFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Replaces byte ranges of a request body; every other byte stays as the client sent it. A large body is not copied: the
 * result then refers to its parts.
 */
public final class BodySplice {
    private static final byte[] INCLUDE_USAGE = ascii("{\"include_usage\":true}");
    private static final byte[] INCLUDE_USAGE_FIRST = ascii("\"include_usage\":true,");
    private static final byte[] STREAM_OPTIONS = ascii(",\"stream_options\":{\"include_usage\":true}");
    private static final byte[] TRUE = ascii("true");
    /** Below it a copy costs less than a write of several parts. */
    private static final int MAX_COPIED = 16 << 10;

    private BodySplice() {}

    /** {@code bytes} take the place of what is between start and end. */
    private record Edit(int start, int end, byte[] bytes) {}

    /** With the target's model. */
    public static Buffer model(Call call, String upstreamModel) {
        return apply(call.body(), model(call.fields(), upstreamModel), null);
    }

    /** With the target's model, and so that a stream states its usage. */
    public static Buffer chat(Call call, String upstreamModel) {
        Edit model = model(call.fields(), upstreamModel);
        if (!call.fields().stream() || call.fields().includeUsage()) {
            return apply(call.body(), model, null);
        }
        Edit usage = askForUsage(call.body(), call.fields());
        return usage.start < model.start ? apply(call.body(), usage, model) : apply(call.body(), model, usage);
    }

    /** With a member in the place of the model's, for providers that are told the model elsewhere. */
    public static Buffer insteadOfModel(Call call, String member) {
        RequestFields fields = call.fields();
        Edit edit = fields.modelStart() >= 0
                ? new Edit(memberStart(call.body(), fields.modelStart()), fields.modelEnd(), utf8(member))
                : new Edit(fields.objectEnd(), fields.objectEnd(), utf8("," + member));
        return apply(call.body(), edit, null);
    }

    /** Back over the colon to where the name begins: however it is written, it holds no quote. */
    private static int memberStart(byte[] body, int valueStart) {
        int nameEnd = valueStart - 1;
        while (body[nameEnd] != '"') {
            nameEnd--;
        }
        int start = nameEnd - 1;
        while (body[start] != '"') {
            start--;
        }
        return start;
    }

    private static Edit model(RequestFields fields, String upstreamModel) {
        byte[] name = JsonStringEncoder.getInstance().quoteAsUTF8(upstreamModel);
        if (fields.modelStart() >= 0) {
            return new Edit(fields.modelStart() + 1, fields.modelEnd() - 1, name);
        }
        // A new last member of the object; it has others, since messages are required.
        byte[] member = utf8(",\"model\":\"" + new String(name, StandardCharsets.UTF_8) + "\"");
        return new Edit(fields.objectEnd(), fields.objectEnd(), member);
    }

    private static Edit askForUsage(byte[] body, RequestFields fields) {
        int start = fields.streamOptionsStart();
        if (start < 0) {
            return new Edit(fields.objectEnd(), fields.objectEnd(), STREAM_OPTIONS);
        }
        if (fields.includeUsageStart() >= 0) {
            return new Edit(fields.includeUsageStart(), fields.includeUsageEnd(), TRUE);
        }
        boolean hasMembers = body[start] == '{' && !isBlank(body, start + 1, fields.streamOptionsEnd() - 1);
        return hasMembers
                ? new Edit(start + 1, start + 1, INCLUDE_USAGE_FIRST)
                : new Edit(start, fields.streamOptionsEnd(), INCLUDE_USAGE);
    }

    private static boolean isBlank(byte[] body, int start, int end) {
        for (int i = start; i < end; i++) {
            if (body[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    /** @param second behind the first, or absent */
    private static Buffer apply(byte[] body, Edit first, @Nullable Edit second) {
        if (second == null && isThere(body, first)) {
            return Bytes.buffer(body);
        }
        int length = body.length + growth(first) + (second == null ? 0 : growth(second));
        ByteBuf out = length <= MAX_COPIED ? Unpooled.buffer(length, length) : Unpooled.compositeBuffer();
        int from = edit(out, body, 0, first);
        if (second != null) {
            from = edit(out, body, from, second);
        }
        append(out, body, from, body.length);
        return Bytes.buffer(out);
    }

    private static boolean isThere(byte[] body, Edit edit) {
        return Arrays.equals(body, edit.start, edit.end, edit.bytes, 0, edit.bytes.length);
    }

    /** @return where the body goes on behind the edit */
    private static int edit(ByteBuf out, byte[] body, int from, Edit edit) {
        append(out, body, from, edit.start);
        append(out, edit.bytes, 0, edit.bytes.length);
        return edit.end;
    }

    private static void append(ByteBuf out, byte[] bytes, int start, int end) {
        if (out instanceof CompositeByteBuf parts) {
            parts.addComponent(true, Unpooled.wrappedBuffer(bytes, start, end - start));
        } else {
            out.writeBytes(bytes, start, end - start);
        }
    }

    private static int growth(Edit edit) {
        return edit.bytes.length - (edit.end - edit.start);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
