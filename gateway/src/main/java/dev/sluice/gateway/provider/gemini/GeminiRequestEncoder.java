package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Encoded;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The body of generateContent and streamGenerateContent. The model, and whether to stream, are in the path: {@link GeminiPaths}. */
final class GeminiRequestEncoder {
    private GeminiRequestEncoder() {}

    /** For a model of the newest family. */
    static Encoded encode(ChatRequest request) {
        return encode(request, "");
    }

    /**
     * @param model as the provider calls it: older families say in other words how much to think
     * @throws dev.sluice.gateway.error.GatewayException when the dialect cannot say it; names the field
     */
    static Encoded encode(ChatRequest request, String model) {
        SortedSet<String> dropped = new TreeSet<>();
        UnspokenFields.collect(request, dropped);
        ObjectNode body = GeminiJson.object();
        ArrayNode system = system(request.turns());
        if (!system.isEmpty()) {
            body.putObject("systemInstruction").set("parts", system);
        }
        body.set("contents", GeminiContents.of(request.turns()));
        GeminiTools.put(body, request.tools(), request.toolChoice());
        ObjectNode generation = GenerationConfig.of(request, model, dropped);
        if (!generation.isEmpty()) {
            body.set("generationConfig", generation);
        }
        return new Encoded(GeminiJson.write(body), List.copyOf(dropped));
    }

    /** All of them in order: they have one place here, wherever the client put them. */
    private static ArrayNode system(List<Turn> turns) {
        ArrayNode parts = GeminiJson.array();
        for (Turn turn : turns) {
            if (turn.role() != Role.SYSTEM) {
                continue;
            }
            for (Content content : turn.content()) {
                if (!(content instanceof Content.Text text)) {
                    throw Refusal.of(
                            "messages",
                            "messages: a system message holds something that is not text, which this provider does not"
                                    + " take: move it into a user message");
                }
                if (!text.text().isEmpty()) {
                    parts.addObject().put("text", text.text());
                }
            }
        }
        return parts;
    }
}
