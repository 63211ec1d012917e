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
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of streamGenerateContent. Each is a whole reply with the next parts; nothing but the end of the bytes says that
 * there are no more, so the finish waits for it. Not thread-safe.
 */
final class GeminiStreamDecoder implements StreamDecoder {
    private static final int MAX_MESSAGE_CHARS = 2048;
    /** More than can be asked for; what has a higher index is a mistake. */
    private static final int MAX_ANSWERS = 128;

    /** By their index. */
    private final SortedMap<Integer, Candidate> candidates = new TreeMap<>();

    /** Of which the last event was. */
    private int current;

    private final List<StreamEvent> out = new ArrayList<>();
    private @Nullable Tokens usage;
    private boolean started;
    private boolean over;

    private static final class Candidate {
        final PartReader parts = new PartReader();
        String finishReason = "";
        /** The last that was stated: each is of the whole answer so far. */
        JsonNode grounding = MissingNode.getInstance();
    }

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
            answers(chunk);
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

    private void answers(JsonNode chunk) {
        JsonNode all = chunk.path("candidates");
        for (JsonNode candidate : all) {
            int index = candidate.path("index").asInt(0);
            if (index >= 0 && index < MAX_ANSWERS) {
                answer(index, candidate, candidates.computeIfAbsent(index, _ -> new Candidate()));
            }
        }
        if (all.isEmpty()
                && !GeminiJson.text(chunk.path("promptFeedback").path("blockReason"))
                        .isEmpty()) {
            // the prompt was held back, and nothing was answered
            candidates.computeIfAbsent(0, _ -> new Candidate()).finishReason = "SAFETY";
        }
    }

    private void answer(int index, JsonNode sent, Candidate candidate) {
        int before = out.size();
        sent.path("content").path("parts").forEach(part -> candidate.parts.read(part, out));
        if (out.size() > before) {
            switchTo(index, before);
        }
        if (sent.path("groundingMetadata").isObject()) {
            candidate.grounding = sent.path("groundingMetadata");
        }
        String reason = GeminiJson.text(sent.path("finishReason"));
        if (GeminiFinish.isFault(reason) && !candidate.parts.hasAnswer() && candidates.size() == 1) {
            String detail = GeminiJson.text(sent.path("finishMessage"));
            fail(UpstreamClass.SAMPLING_FAILURE, detail.isEmpty() ? reason : reason + ": " + detail);
        } else if (!reason.isEmpty()) {
            candidate.finishReason = reason;
        }
    }

    /** @param place of the first event that is of this answer */
    private void switchTo(int index, int place) {
        if (index != current) {
            current = index;
            out.add(place, new StreamEvent.Answer(index));
        }
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
        if (candidates.isEmpty() || candidates.values().stream().anyMatch(each -> each.finishReason.isEmpty())) {
            fail(UpstreamClass.STREAM_INTERRUPTED, "the provider's stream ended before its answer did");
        } else if (!over) {
            over = true;
            candidates.forEach((index, each) -> {
                switchTo(index, out.size());
                Grounding.citations(each.grounding, each.parts.text())
                        .forEach(citation -> out.add(new StreamEvent.Cited(citation)));
                out.add(new StreamEvent.Finish(GeminiFinish.of(each.finishReason, each.parts.hasCalls()), null));
            });
        }
        return taken();
    }
}
