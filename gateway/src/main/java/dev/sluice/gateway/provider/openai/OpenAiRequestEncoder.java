package dev.sluice.gateway.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Capabilities;
import dev.sluice.contract.catalog.Quirks;
import dev.sluice.contract.policy.Takes;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chat in OpenAI's dialect, for clients that speak another (API reference, "Create chat completion"). */
final class OpenAiRequestEncoder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_STOP = 4;

    private final ChatRequest request;
    private final ObjectNode body = JSON.createObjectNode();
    private final List<String> dropped = new ArrayList<>();

    private OpenAiRequestEncoder(ChatRequest request) {
        this.request = request;
    }

    private static @Nullable String thoughts(@Nullable Quirks quirks) {
        return quirks == null ? null : quirks.messages().thoughts();
    }

    /** @param openai whether it is OpenAI itself, which has newer names for some fields than those who are compatible */
    static Encoded encode(ChatRequest request, String upstreamModel, boolean openai, Takes takes) {
        OpenAiRequestEncoder encoder = new OpenAiRequestEncoder(request);
        encoder.body.put("model", upstreamModel);
        encoder.body.set("messages", OpenAiMessages.of(request.turns(), thoughts(takes.quirks())));
        encoder.tools();
        encoder.limits(openai);
        encoder.sampling(openai);
        encoder.format();
        encoder.reasoning(reasons(openai, upstreamModel, takes.capabilities()));
        encoder.rest();
        try {
            return new Encoded(JSON.writeValueAsBytes(encoder.body), encoder.dropped);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void tools() {
        if (request.tools().isEmpty()) {
            return; // a choice or a rule about calls without tools is refused there
        }
        ArrayNode tools = body.putArray("tools");
        for (ChatRequest.Tool tool : request.tools()) {
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", tool.name());
            if (tool.description() != null) {
                function.put("description", tool.description());
            }
            if (tool.schema() != null) {
                function.set("parameters", parsed(tool.schema()));
            }
            if (tool.strict() != null) {
                function.put("strict", tool.strict());
            }
        }
        switch (request.toolChoice()) {
            case ToolChoice.Unsaid _ -> {}
            case ToolChoice.Auto _ -> body.put("tool_choice", "auto");
            case ToolChoice.None _ -> body.put("tool_choice", "none");
            case ToolChoice.Required _ -> body.put("tool_choice", "required");
            case ToolChoice.Named named ->
                body.putObject("tool_choice")
                        .put("type", "function")
                        .putObject("function")
                        .put("name", named.name());
        }
        if (request.parallelToolCalls() != null) {
            body.put("parallel_tool_calls", request.parallelToolCalls());
        }
    }

    private void limits(boolean openai) {
        request.maxOutputTokens().ifPresent(max -> body.put(openai ? "max_completion_tokens" : "max_tokens", max));
        if (request.choices() > 1) {
            body.put("n", request.choices());
        }
        if (request.stream()) {
            body.put("stream", true);
            body.putObject("stream_options").put("include_usage", true);
        }
        if (request.user() != null) {
            body.put("user", request.user());
        }
    }

    private void sampling(boolean openai) {
        ChatRequest.Sampling sampling = request.sampling();
        put("temperature", sampling.temperature());
        put("top_p", sampling.topP());
        put("frequency_penalty", sampling.frequencyPenalty());
        put("presence_penalty", sampling.presencePenalty());
        sampling.seed().ifPresent(seed -> body.put("seed", seed));
        if (sampling.topK().isPresent()) {
            if (openai) {
                dropped.add("top_k");
            } else {
                body.put("top_k", sampling.topK().getAsInt());
            }
        }
        List<String> stop = sampling.stop();
        if (!stop.isEmpty()) {
            ArrayNode texts = body.putArray("stop");
            stop.stream().limit(openai ? MAX_STOP : stop.size()).forEach(texts::add);
            if (texts.size() < stop.size()) {
                dropped.add("stop[" + MAX_STOP + "]");
            }
        }
    }

    private void put(String field, @Nullable Double value) {
        if (value != null) {
            body.put(field, value);
        }
    }

    private void format() {
        switch (request.format()) {
            case ResponseFormat.Text _ -> {}
            case ResponseFormat.JsonObject _ ->
                body.putObject("response_format").put("type", "json_object");
            case ResponseFormat.JsonSchema schema -> {
                ObjectNode format = body.putObject("response_format").put("type", "json_schema");
                ObjectNode described = format.putObject("json_schema").put("name", schema.name());
                described.set("schema", parsed(schema.schema()));
                if (schema.strict() != null) {
                    described.put("strict", schema.strict());
                }
            }
        }
    }

    /** By the name where the catalog does not know. Other vendors take the field where their models have a list of efforts. */
    private static boolean reasons(boolean openai, String model, Capabilities can) {
        if (can.known()) {
            return openai ? can.reasoning() : !can.efforts().isEmpty();
        }
        return openai && model.matches("(o\\d|gpt-[5-9]).*");
    }

    /** Only models that reason take the field; to the others it is an error, and the hint is given up. */
    private void reasoning(boolean reasons) {
        String effort = switch (request.reasoning()) {
            case Reasoning.Unsaid _, Reasoning.Adaptive _ -> null;
            case Reasoning.Off _ -> "none";
            case Reasoning.Effort asked -> asked.level();
            case Reasoning.Budget budget -> effort(budget.tokens());
        };
        if (effort == null || (effort.equals("none") && !reasons)) {
            return;
        }
        if (reasons) {
            body.put("reasoning_effort", effort);
        } else {
            dropped.add("thinking");
        }
    }

    private static String effort(long budget) {
        if (budget <= 4096) {
            return "low";
        }
        return budget <= 16_384 ? "medium" : "high";
    }

    private void rest() {
        request.others().keySet().stream().sorted().forEach(dropped::add);
    }

    static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the decoder let through what is not JSON", e);
        }
    }
}
