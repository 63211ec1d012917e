package dev.sluice.gateway.provider.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import dev.sluice.gateway.provider.Instructions;
import dev.sluice.gateway.provider.OtherFields;
import dev.sluice.gateway.provider.ToolSchemas;
import dev.sluice.gateway.provider.WireJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes a chat as a body of {@code POST /v2/chat}. */
final class CohereRequestEncoder {
    /** Cohere's own, by the same name. */
    private static final Set<String> OWN = Set.of("documents", "citation_options", "safety_mode", "priority");

    private CohereRequestEncoder() {}

    /** @throws dev.sluice.gateway.error.GatewayException when the dialect cannot say it; names the field */
    static Encoded encode(ChatRequest request, String model) {
        Set<String> dropped = new LinkedHashSet<>();
        List<String> instructions = new ArrayList<>();
        OtherFields.drop(request, OWN, dropped);
        OtherFields.dropCacheControl(request, dropped);
        if (request.user() != null) {
            dropped.add("user");
        }
        boolean reasons = isReasoning(model);

        ObjectNode body = WireJson.object().put("model", model);
        if (request.stream()) {
            body.put("stream", true);
        }
        CohereTools.put(body, request, dropped);
        putFormat(body, request, instructions, dropped);
        body.set("messages", CohereMessages.of(request.turns(), instructions, reasons));
        request.maxOutputTokens().ifPresent(tokens -> body.put("max_tokens", tokens));
        CohereSampling.put(body, request.sampling(), dropped);
        putThinking(body, request.reasoning(), reasons, dropped);
        OWN.forEach(name -> {
            String text = request.others().get(name);
            JsonNode value = text == null ? null : WireJson.value(text);
            if (value != null && !value.isNull()) {
                body.set(name, value);
            }
        });
        return new Encoded(WireJson.bytes(body), List.copyOf(dropped));
    }

    /** Whether the model thinks, and takes its thoughts back. The others refuse to be asked. */
    private static boolean isReasoning(String model) {
        return model.contains("reasoning") || model.contains("command-a-plus");
    }

    /** A form is refused beside tools; then it is asked for in words. */
    private static void putFormat(
            ObjectNode body, ChatRequest request, List<String> instructions, Set<String> dropped) {
        if (request.format() instanceof ResponseFormat.Text) {
            return;
        }
        if (body.has("tools")) {
            String instruction = Instructions.asked(request.format());
            if (instruction != null) {
                instructions.add(instruction);
                dropped.add("response_format");
            }
            return;
        }
        ObjectNode format = body.putObject("response_format").put("type", "json_object");
        if (request.format() instanceof ResponseFormat.JsonSchema schema) {
            format.set("json_schema", ToolSchemas.of(schema));
        }
    }

    private static void putThinking(ObjectNode body, Reasoning reasoning, boolean reasons, Set<String> dropped) {
        boolean off = reasoning instanceof Reasoning.Off
                || (reasoning instanceof Reasoning.Effort(String level) && level.equals("none"));
        if (reasoning instanceof Reasoning.Unsaid || (off && !reasons)) {
            return;
        }
        if (!reasons) {
            dropped.add("reasoning_effort");
            return;
        }
        ObjectNode thinking = body.putObject("thinking").put("type", off ? "disabled" : "enabled");
        if (reasoning instanceof Reasoning.Budget(long tokens)) {
            thinking.put("token_budget", tokens);
        }
    }
}
