package dev.sluice.gateway.endpoint.openai.responses;

import static dev.sluice.gateway.inference.JsonBytes.ascii;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.JsonBytes;
import dev.sluice.gateway.inference.chat.FinishReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The response as a whole, at its beginning and at its end. One per request. */
final class ResponseObject {
    private static final byte[] BACKGROUND = ascii("\",\"background\":false,\"error\":");
    private static final byte[] STORE =
            ascii(",\"previous_response_id\":null,\"store\":false,\"truncation\":\"disabled\",\"output\":[");

    /** Up to the status. */
    private final byte[] head;
    /** From the model up to the output. */
    private final byte[] middle;

    private final String suffix;

    /**
     * @param suffix of the ids of this response and its items
     * @param createdSeconds since the epoch
     * @param model as the client asked for it
     * @param request its body
     */
    ResponseObject(String suffix, long createdSeconds, String model, byte[] request) {
        this.suffix = suffix;
        JsonBytes out = new JsonBytes();
        out.raw("{\"id\":").string("resp_" + suffix).raw(",\"object\":\"response\",\"created_at\":");
        head = out.number(createdSeconds).raw(",\"status\":\"").take();
        out.raw(",\"model\":").string(model).raw(EchoedFields.of(request));
        middle = out.raw(STORE).take();
    }

    /** @param kind such as {@code msg} */
    String itemId(String kind, int outputIndex) {
        return kind + "_" + suffix + outputIndex;
    }

    void writeBegun(JsonBytes out) {
        write("in_progress", null, List.of(), null, null, out);
    }

    void writeEnded(FinishReason finish, List<OutputItem> items, @Nullable Tokens usage, JsonBytes out) {
        switch (finish) {
            case STOP, TOOL_CALLS -> write("completed", null, items, null, usage, out);
            case LENGTH -> write("incomplete", null, items, "max_output_tokens", usage, out);
            case CONTENT_FILTER -> write("incomplete", null, items, "content_filter", usage, out);
        }
    }

    void writeFailed(ToldFailure failure, List<OutputItem> items, @Nullable Tokens usage, JsonBytes out) {
        write("failed", failure, items, null, usage, out);
    }

    private void write(
            String status,
            @Nullable ToldFailure failure,
            List<OutputItem> items,
            @Nullable String incomplete,
            @Nullable Tokens usage,
            JsonBytes out) {
        out.raw(head).raw(status).raw(BACKGROUND);
        if (failure == null) {
            out.raw("null");
        } else {
            out.raw("{\"code\":").string(failure.code()).raw(",\"message\":").string(failure.message());
            out.raw("}");
        }
        out.raw(",\"incomplete_details\":");
        if (incomplete == null) {
            out.raw("null");
        } else {
            out.raw("{\"reason\":").string(incomplete).raw("}");
        }
        out.raw(middle);
        for (int i = 0; i < items.size(); i++) {
            out.raw(i == 0 ? "" : ",");
            OutputItem.write(items.get(i), out);
        }
        out.raw("],\"usage\":");
        usage(usage, out);
        out.raw("}");
    }

    /** {@code input_tokens} contains what came from the cache, {@code output_tokens} contains the reasoning. */
    private static void usage(@Nullable Tokens tokens, JsonBytes out) {
        if (tokens == null) {
            out.raw("null");
            return;
        }
        long input = tokens.allInput();
        long output = tokens.allOutput();
        out.raw("{\"input_tokens\":").number(input);
        out.raw(",\"input_tokens_details\":{\"cached_tokens\":").number(tokens.cachedInput());
        out.raw(",\"cache_write_tokens\":").number(tokens.cacheWrite() + tokens.cacheWrite1h());
        out.raw("},\"output_tokens\":").number(output);
        out.raw(",\"output_tokens_details\":{\"reasoning_tokens\":").number(tokens.reasoning());
        out.raw("},\"total_tokens\":").number(input + output).raw("}");
    }
}
