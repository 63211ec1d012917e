package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of streamGenerateContent. Each is a whole reply with the next parts; nothing but the end of the bytes says that
 * there are no more, so the finish waits for it. Of several answers only the first is read. Not thread-safe.
 */
final class GeminiStreamDecoder implements StreamDecoder {
    private static final int MAX_MESSAGE_CHARS = 2048;

    private final PartReader parts = new PartReader();
    private final List<StreamEvent> out = new ArrayList<>();
    private String finishReason = "";
    private @Nullable Tokens usage;
    private boolean started;
    private boolean over;

    @Override
    public List<StreamEvent> event(String name, byte[] data, int start, int end) {
        try {
            body(GeminiJson.read(data, start, end));
        } catch (IOException e) {
            fail(UpstreamClass.SERVER_ERROR, "the provider sent an event that is not JSON");
        }
        return taken();
    }

    private List<StreamEvent> taken() {
        List<StreamEvent> events = List.copyOf(out);
        out.clear();
        return events;
    }

    /** A reply that is not an event stream comes as an array of chunks. */
    private void body(JsonNode body) {
        if (body.isArray()) {
            body.forEach(this::chunk);
        } else if (!body.isMissingNode()) {
            chunk(body);
        }
    }

    private void chunk(JsonNode chunk) {
        if (over) {
            return;
        }
        JsonNode error = GeminiErrors.in(chunk);
        if (!error.isMissingNode()) {
            fail(GeminiErrors.classify(error), message(error));
        } else if (chunk.isObject()) {
            start(chunk);
            usage(GeminiUsage.of(chunk.path("usageMetadata")));
            answer(chunk);
        } else {
            fail(UpstreamClass.SERVER_ERROR, "the provider sent an event that is no object");
        }
    }

    private static String message(JsonNode error) {
        String message = GeminiJson.text(error.isTextual() ? error : error.path("message"));
        return message.isEmpty() ? "the provider reports an error" : message;
    }

    private void start(JsonNode chunk) {
        if (!started) {
            started = true;
            out.add(new StreamEvent.Start(
                    GeminiJson.text(chunk.path("responseId")), GeminiJson.text(chunk.path("modelVersion"))));
        }
    }

    /** Cumulative: each replaces the one before. */
    private void usage(@Nullable Tokens stated) {
        if (stated != null && !stated.equals(usage)) {
            usage = stated;
            out.add(new StreamEvent.Usage(stated));
        }
    }

    private void answer(JsonNode chunk) {
        JsonNode candidate = first(chunk.path("candidates"));
        candidate.path("content").path("parts").forEach(part -> parts.read(part, out));
        String reason = GeminiJson.text(candidate.path("finishReason"));
        if (GeminiFinish.isFault(reason) && !parts.hasAnswer()) {
            String detail = GeminiJson.text(candidate.path("finishMessage"));
            fail(UpstreamClass.SAMPLING_FAILURE, detail.isEmpty() ? reason : reason + ": " + detail);
        } else if (!reason.isEmpty()) {
            finishReason = reason;
        } else if (candidate.isMissingNode()
                && !GeminiJson.text(chunk.path("promptFeedback").path("blockReason"))
                        .isEmpty()) {
            finishReason = "SAFETY"; // the prompt was held back, and nothing was answered
        }
    }

    private static JsonNode first(JsonNode candidates) {
        for (JsonNode candidate : candidates) {
            JsonNode index = candidate.path("index");
            if (!index.isInt() || index.intValue() == 0) {
                return candidate;
            }
        }
        return MissingNode.getInstance();
    }

    private void fail(UpstreamClass kind, String message) {
        if (!over) {
            over = true;
            out.add(new StreamEvent.Failure(
                    kind, message.length() > MAX_MESSAGE_CHARS ? message.substring(0, MAX_MESSAGE_CHARS) : message));
        }
    }

    @Override
    public List<StreamEvent> end() {
        if (finishReason.isEmpty()) {
            fail(UpstreamClass.STREAM_INTERRUPTED, "the provider's stream ended before its answer did");
        } else if (!over) {
            over = true;
            out.add(new StreamEvent.Finish(GeminiFinish.of(finishReason, parts.hasCalls()), null));
        }
        return taken();
    }
}
