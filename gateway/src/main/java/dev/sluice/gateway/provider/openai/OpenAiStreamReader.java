package dev.sluice.gateway.provider.openai;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.JsonCursor;
import dev.sluice.gateway.provider.StreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Chunks of a chat-completion stream. */
public final class OpenAiStreamReader implements StreamReader {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    /** Bytes of one token of English text on average, used only when a provider states no usage. */
    private static final int BYTES_PER_TOKEN = 4;

    private final boolean clientAskedForUsage;
    private @Nullable Tokens usage;
    private boolean finished;
    private long contentEvents;
    private long contentBytes;

    // What the current event holds.
    private boolean content;
    private boolean error;
    private boolean usageHere;
    private boolean emptyChoices;
    private int textStart = -1;
    private int textEnd = -1;

    public OpenAiStreamReader(boolean clientAskedForUsage) {
        this.clientAskedForUsage = clientAskedForUsage;
    }

    @Override
    public Verdict event(byte[] data, int start, int end) {
        if (Arrays.equals(data, start, end, DONE, 0, DONE.length)) {
            finished = true;
            return Verdict.DONE;
        }
        content = false;
        error = false;
        usageHere = false;
        emptyChoices = false;
        textStart = -1;
        try {
            chunk(new JsonCursor(data, start, end));
        } catch (JsonCursor.Malformed e) {
            // Not ours to judge: it is relayed, and a truncated stream shows by its missing end.
            return Verdict.OTHER;
        }
        if (error) {
            return Verdict.ERROR;
        }
        if (content) {
            contentEvents++;
            return Verdict.CONTENT;
        }
        return usageHere && emptyChoices && !clientAskedForUsage ? Verdict.WITHHELD : Verdict.OTHER;
    }

    private void chunk(JsonCursor cursor) throws JsonCursor.Malformed {
        cursor.enterObject();
        while (cursor.nextMember()) {
            byte value = cursor.peek();
            if (value == '[' && cursor.keyIs("choices")) {
                choices(cursor);
            } else if (value == '{' && cursor.keyIs("usage")) {
                usageHere = true;
                Tokens stated = OpenAiUsage.at(cursor);
                usage = stated == null ? usage : stated;
            } else if (value == '{' && cursor.keyIs(OpenAiUsage.GROQ)) {
                Tokens stated = OpenAiUsage.inside(cursor);
                usage = stated == null ? usage : stated;
            } else {
                error |= (value == '{' || value == '"') && cursor.keyIs("error");
                cursor.skipValue();
            }
        }
    }

    private void choices(JsonCursor cursor) throws JsonCursor.Malformed {
        emptyChoices = true;
        cursor.enterArray();
        while (cursor.nextElement()) {
            emptyChoices = false;
            if (cursor.peek() == '{') {
                choice(cursor);
            } else {
                cursor.skipValue();
            }
        }
    }

    private void choice(JsonCursor cursor) throws JsonCursor.Malformed {
        cursor.enterObject();
        while (cursor.nextMember()) {
            byte value = cursor.peek();
            if (value == '{' && (cursor.keyIs("delta") || cursor.keyIs("message"))) {
                delta(cursor);
            } else if (value == '"' && cursor.keyIs("text")) {
                text(cursor); // of a completion
            } else {
                boolean reason = value == '"' && cursor.keyIs("finish_reason");
                int at = cursor.position();
                cursor.skipValue();
                finished |= reason && cursor.position() > at + 2; // some vendors send an empty one with each chunk
            }
        }
    }

    /** Everything in a delta but the role is content: text, refusal, reasoning under its various names, tool calls. */
    private void delta(JsonCursor cursor) throws JsonCursor.Malformed {
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.keyIs("role")) {
                cursor.skipValue();
                continue;
            }
            if (cursor.peek() == '"') {
                text(cursor);
            } else {
                counted(cursor);
            }
        }
    }

    private void text(JsonCursor cursor) throws JsonCursor.Malformed {
        textStart = cursor.position() + 1;
        counted(cursor);
        textEnd = cursor.position() - 1;
    }

    private void counted(JsonCursor cursor) throws JsonCursor.Malformed {
        long before = contentBytes;
        strings(cursor);
        content |= contentBytes > before;
    }

    /** Counts the string at the cursor, or those inside tool calls and content parts. */
    private void strings(JsonCursor cursor) throws JsonCursor.Malformed {
        switch (cursor.peek()) {
            case '"' -> {
                int start = cursor.position();
                cursor.skipValue();
                contentBytes += cursor.position() - start - 2;
            }
            case '[' -> {
                cursor.enterArray();
                while (cursor.nextElement()) {
                    strings(cursor);
                }
            }
            case '{' -> {
                cursor.enterObject();
                while (cursor.nextMember()) {
                    strings(cursor);
                }
            }
            default -> cursor.skipValue();
        }
    }

    @Override
    public int textStart() {
        return content ? textStart : -1;
    }

    @Override
    public int textEnd() {
        return textEnd;
    }

    @Override
    public void repeated(int textBytes) {
        contentEvents++;
        contentBytes += textBytes;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public @Nullable Tokens usage() {
        return usage;
    }

    @Override
    public long estimatedOutputTokens() {
        return Math.max(contentEvents, (contentBytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN);
    }
}
