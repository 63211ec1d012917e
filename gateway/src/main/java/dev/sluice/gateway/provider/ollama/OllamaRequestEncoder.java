package dev.sluice.gateway.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import dev.sluice.gateway.provider.OtherFields;
import dev.sluice.gateway.provider.ToolSchemas;
import dev.sluice.gateway.provider.WireJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes a chat as a body of {@code POST /api/chat}. */
final class OllamaRequestEncoder {
    private static final String KEEP_ALIVE = "keep_alive";

    private OllamaRequestEncoder() {}

    /** @throws dev.sluice.gateway.error.GatewayException when the dialect cannot say it; names the field */
    static Encoded encode(ChatRequest request, String model) {
        Set<String> dropped = new LinkedHashSet<>();
        List<String> instructions = new ArrayList<>();
        Set<String> spoken = new LinkedHashSet<>(OllamaOptions.OWN);
        spoken.add(KEEP_ALIVE);
        OtherFields.drop(request, spoken, dropped);
        OtherFields.dropCacheControl(request, dropped);
        if (request.user() != null) {
            dropped.add("user");
        }

        // A stream is the server's default, so it is said either way.
        ObjectNode body = WireJson.object().put("model", model).put("stream", request.stream());
        OllamaTools.put(body, request, instructions, dropped);
        body.set("messages", OllamaMessages.of(request.turns(), instructions));
        ObjectNode options = OllamaOptions.of(request, dropped);
        if (!options.isEmpty()) {
            body.set("options", options);
        }
        switch (request.format()) {
            case ResponseFormat.Text _ -> {}
            case ResponseFormat.JsonObject _ -> body.put("format", "json");
            case ResponseFormat.JsonSchema schema -> body.set("format", ToolSchemas.of(schema));
        }
        putThink(body, request.reasoning(), model);
        String keepAlive = request.others().get(KEEP_ALIVE);
        JsonNode time = keepAlive == null ? null : WireJson.value(keepAlive);
        if (time != null && !time.isNull()) {
            body.set(KEEP_ALIVE, time);
        }
        return new Encoded(WireJson.bytes(body), List.copyOf(dropped));
    }

    /** Most models either think or do not; gpt-oss always does, more or less. */
    private static void putThink(ObjectNode body, Reasoning reasoning, String model) {
        boolean levels = model.contains("gpt-oss");
        switch (reasoning) {
            case Reasoning.Unsaid _ -> {}
            case Reasoning.Off _ -> off(body, levels);
            case Reasoning.Effort(String level) when level.equals("none") -> off(body, levels);
            case Reasoning.Effort(String level)
            when levels ->
                body.put(
                        "think",
                        switch (level) {
                            case "minimal", "low" -> "low";
                            case "high", "xhigh", "max" -> "high";
                            default -> "medium";
                        });
            case Reasoning.Effort _, Reasoning.Budget _, Reasoning.Adaptive _ -> body.put("think", true);
        }
    }

    private static void off(ObjectNode body, boolean levels) {
        if (levels) {
            body.put("think", "low");
        } else {
            body.put("think", false);
        }
    }
}
