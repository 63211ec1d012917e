package dev.sluice.gateway.provider.openai.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chat as a request for a response (API reference, "Create a model response"), for clients of other dialects. */
final class ResponsesRequestEncoder {
    /** A lower limit is refused. */
    private static final long MIN_OUTPUT = 16;

    private final ChatRequest request;
    private final ObjectNode body = ResponsesJson.object();
    private final List<String> dropped = new ArrayList<>();

    private ResponsesRequestEncoder(ChatRequest request) {
        this.request = request;
    }

    static Encoded encode(ChatRequest request, String upstreamModel) {
        ResponsesRequestEncoder encoder = new ResponsesRequestEncoder(request);
        encoder.body.put("model", upstreamModel);
        encoder.conversation();
        ResponsesTools.put(encoder.body, request);
        request.maxOutputTokens().ifPresent(max -> encoder.body.put("max_output_tokens", Math.max(max, MIN_OUTPUT)));
        encoder.format();
        encoder.reasoning();
        encoder.sampling();
        ResponsesHints.put(encoder.body, request, encoder.dropped);
        encoder.state();
        return new Encoded(ResponsesJson.bytes(encoder.body), encoder.dropped);
    }

    private void conversation() {
        String instructions = ResponsesInput.instructions(request.turns());
        if (!instructions.isEmpty()) {
            body.put("instructions", instructions);
        }
        body.set("input", ResponsesInput.of(request.turns()));
    }

    private void format() {
        switch (request.format()) {
            case ResponseFormat.Text _ -> {}
            case ResponseFormat.JsonObject _ ->
                body.withObjectProperty("text").putObject("format").put("type", "json_object");
            case ResponseFormat.JsonSchema schema -> {
                ObjectNode format = body.withObjectProperty("text").putObject("format");
                format.put("type", "json_schema").put("name", schema.name());
                format.set("schema", ResponsesJson.parsed(schema.schema()));
                format.put("strict", Boolean.TRUE.equals(schema.strict()));
            }
        }
    }

    /** Models that take tools here alone cannot all stop to reason: they are asked for little of it. */
    private void reasoning() {
        switch (request.reasoning()) {
            case Reasoning.Unsaid _ -> {}
            case Reasoning.Off _ -> effort("low", null);
            case Reasoning.Effort(String level) -> effort(level.equals("none") ? "low" : level, null);
            // Whoever names a budget, or leaves it to the model, speaks a dialect whose clients see thoughts.
            case Reasoning.Budget(long tokens) ->
                effort(tokens <= 4096 ? "low" : tokens <= 16_384 ? "medium" : "high", "auto");
            case Reasoning.Adaptive _ -> effort(null, "auto");
        }
    }

    private void effort(@Nullable String level, @Nullable String summary) {
        ObjectNode reasoning = body.putObject("reasoning");
        if (level != null) {
            reasoning.put("effort", level);
        }
        if (summary != null) {
            reasoning.put("summary", summary);
        }
    }

    /** Models that reason refuse these, and the API has some of them for no model. */
    private void sampling() {
        ChatRequest.Sampling sampling = request.sampling();
        drop("temperature", isUnusual(sampling.temperature(), 1));
        drop("top_p", isUnusual(sampling.topP(), 1));
        drop("frequency_penalty", isUnusual(sampling.frequencyPenalty(), 0));
        drop("presence_penalty", isUnusual(sampling.presencePenalty(), 0));
        drop("seed", sampling.seed().isPresent());
        drop("top_k", sampling.topK().isPresent());
    }

    private static boolean isUnusual(@Nullable Double value, double usual) {
        return value != null && value != usual;
    }

    private void drop(String name, boolean asked) {
        if (asked) {
            dropped.add(name);
        }
    }

    /** Nothing is kept at the provider; what it thought comes back encrypted, for the client to send again. */
    private void state() {
        body.put("store", false);
        body.putArray("include").add("reasoning.encrypted_content");
        if (request.stream()) {
            body.put("stream", true);
        }
    }
}
