package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import dev.sluice.gateway.provider.Instructions;
import dev.sluice.gateway.provider.ToolSchemas;
import dev.sluice.gateway.provider.WireJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes a chat as a body of {@code Converse} and {@code ConverseStream}, which have the same. The model is in the path. */
final class BedrockRequestEncoder {
    private BedrockRequestEncoder() {}

    /** @throws dev.sluice.gateway.error.GatewayException when the dialect cannot say it; names the field */
    static Encoded encode(ChatRequest request, String upstream) {
        return encode(request, BedrockModel.named(upstream));
    }

    /** As above, for a model of which more may be known than its name. */
    static Encoded encode(ChatRequest request, BedrockModel model) {
        Set<String> dropped = new LinkedHashSet<>();
        List<String> instructions = new ArrayList<>();
        BedrockReasoning reasoning = BedrockReasoning.of(request, model, dropped);
        ObjectNode additional = BedrockHints.additional(request);

        ObjectNode body = WireJson.object();
        BedrockMessages conversation = new BedrockMessages(new BedrockContent(model, dropped));
        body.set("messages", conversation.messages(request.turns()));
        BedrockTools.put(body, request, model, reasoning.on(), instructions, dropped);
        putFormat(body, request.format(), model, instructions, dropped);
        ArrayNode system = conversation.system(request.turns(), instructions);
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        ObjectNode inference = InferenceConfig.of(
                request.sampling(),
                reasoning.maxTokens(),
                model,
                model.takesSampling() && !reasoning.on(),
                additional,
                dropped);
        if (!inference.isEmpty()) {
            body.set("inferenceConfig", inference);
        }
        additional.setAll(reasoning.fields());
        if (!additional.isEmpty()) {
            body.set("additionalModelRequestFields", additional);
        }
        BedrockHints.put(body, request, dropped);
        return new Encoded(WireJson.bytes(body), List.copyOf(dropped), ToolNames.renamed(request));
    }

    /** Where nothing holds the answer to its form, it is asked for in words. */
    private static void putFormat(
            ObjectNode body,
            ResponseFormat format,
            BedrockModel model,
            List<String> instructions,
            Set<String> dropped) {
        if (format instanceof ResponseFormat.JsonSchema schema && model.takesSchema()) {
            ObjectNode text = body.putObject("outputConfig").putObject("textFormat");
            text.put("type", "json_schema")
                    .putObject("structure")
                    .putObject("jsonSchema")
                    .put("name", ToolNames.valid(schema.name()))
                    .put("schema", ToolSchemas.of(schema).toString());
            return;
        }
        String instruction = Instructions.asked(format);
        if (instruction != null) {
            instructions.add(instruction);
            dropped.add("response_format");
        }
    }
}
