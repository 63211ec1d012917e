package dev.sluice.gateway.provider.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.JsonCursor;
import dev.sluice.gateway.provider.StreamReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Looks at the events of a streamed response that passes to a client of the same dialect. */
public final class ResponsesStreamReader implements StreamReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Bytes of one token of English text on average, used only when a provider states no usage. */
    private static final int BYTES_PER_TOKEN = 4;

    private @Nullable Tokens usage;
    private @Nullable UpstreamClass failure;
    private boolean finished;
    private long contentEvents;
    private long contentBytes;

    // What the current event holds.
    private String type = "";
    private int deltaBytes;
    private int responseAt = -1;

    @Override
    public Verdict event(byte[] data, int start, int end) {
        type = "";
        deltaBytes = 0;
        responseAt = -1;
        try {
            members(new JsonCursor(data, start, end));
            return verdict(data, start, end);
        } catch (JsonCursor.Malformed e) {
            // Not ours to judge: it is relayed, and a truncated stream shows by its missing end.
            return Verdict.OTHER;
        }
    }

    private void members(JsonCursor cursor) throws JsonCursor.Malformed {
        cursor.enterObject();
        while (cursor.nextMember()) {
            byte value = cursor.peek();
            if (value == '"' && cursor.keyIs("type")) {
                type = cursor.string();
            } else {
                int at = cursor.position();
                boolean delta = value == '"' && cursor.keyIs("delta");
                boolean response = value == '{' && cursor.keyIs("response");
                cursor.skipValue();
                if (delta) {
                    deltaBytes = cursor.position() - at - 2;
                } else if (response) {
                    responseAt = at;
                }
            }
        }
    }

    private Verdict verdict(byte[] data, int start, int end) throws JsonCursor.Malformed {
        switch (type) {
            case "response.completed", "response.incomplete", "response.cancelled" -> {
                finished = true;
                usage(data, end);
                return Verdict.DONE;
            }
            case "response.failed", "error" -> {
                usage(data, end);
                failure = failure(data, start, end);
                return Verdict.ERROR;
            }
            // A call without arguments, and what tools of the provider's own return, come in no delta.
            case "response.output_item.done" -> {
                return Verdict.CONTENT;
            }
            default -> {
                if (deltaBytes == 0) {
                    return Verdict.OTHER;
                }
                contentEvents++;
                contentBytes += deltaBytes;
                return Verdict.CONTENT;
            }
        }
    }

    private void usage(byte[] data, int end) throws JsonCursor.Malformed {
        if (responseAt >= 0) {
            Tokens stated = ResponsesUsage.within(new JsonCursor(data, responseAt, end));
            usage = stated == null ? usage : stated;
        }
    }

    private UpstreamClass failure(byte[] data, int start, int end) {
        try {
            JsonNode event = JSON.readTree(data, start, end - start);
            ResponsesFailure told = type.equals("error")
                    ? ResponsesFailure.ofEvent(event)
                    : ResponsesFailure.ofResponse(event.path("response"));
            return told.kind();
        } catch (IOException e) {
            return UpstreamClass.SERVER_ERROR;
        }
    }

    @Override
    public @Nullable UpstreamClass failure() {
        return failure;
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
