package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content.ToolCall;
import java.util.List;

/** The turns of a chat as {@code contents}: user and model by turns, the user first and last. */
final class GeminiContents {
    private GeminiContents() {}

    static ArrayNode of(List<Turn> turns) {
        List<Run> runs = Run.of(turns);
        ArrayNode contents = GeminiJson.array();
        if (runs.isEmpty() || runs.getFirst().model()) {
            // Nothing may come before the user's word, and a part must not be empty.
            contents.addObject()
                    .put("role", "user")
                    .putArray("parts")
                    .addObject()
                    .put("text", " ");
        }
        if (!runs.isEmpty() && runs.getLast().model()) {
            throw Refusal.of(
                    "messages",
                    "messages: the last message is the assistant's, which this provider does not go on from: end with a"
                            + " user or tool message");
        }
        List<ToolCall> calls = List.of();
        for (Run run : runs) {
            ObjectNode content = contents.addObject().put("role", run.model() ? "model" : "user");
            if (run.model()) {
                content.set("parts", ModelParts.of(run.content()));
                calls = run.calls();
            } else {
                content.set("parts", UserParts.of(run.content(), calls));
                calls = List.of();
            }
        }
        return contents;
    }
}
