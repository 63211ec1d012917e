package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.ToolCall;
import dev.sluice.gateway.inference.chat.Content.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the user said, as parts. Results come first, one for each of the model's calls and in their order: they have no
 * ids here, only the function's name.
 */
final class UserParts {
    private final ArrayNode said = GeminiJson.array();
    private final List<ToolResult> results = new ArrayList<>();

    private UserParts() {}

    /** @param calls of the run before */
    static ArrayNode of(List<Content> contents, List<ToolCall> calls) {
        UserParts made = new UserParts();
        contents.forEach(made::add);
        return made.responses(calls).addAll(made.said);
    }

    private void add(Content content) {
        switch (content) {
            case Content.Text text -> said.addObject().put("text", text.text());
            case Content.Image image -> said.add(MediaPart.of(image));
            case Content.Document document -> said.add(MediaPart.of(document));
            case Content.Audio audio -> said.add(MediaPart.of(audio));
            case ToolResult result -> results.add(result);
            case Content.Thinking _, Content.HiddenThinking _ -> {} // a user's message has none
            case ToolCall call ->
                throw Refusal.of(
                        "messages",
                        "messages: the call '" + call.id()
                                + "' is in a user message: only an assistant message can call a tool");
        }
    }

    private ArrayNode responses(List<ToolCall> calls) {
        ArrayNode responses = GeminiJson.array();
        ArrayNode media = GeminiJson.array();
        for (ToolCall call : calls) {
            ToolResult result = take(call.id());
            if (result == null) {
                throw missing(call);
            }
            responses
                    .addObject()
                    .putObject("functionResponse")
                    .put("name", call.name())
                    .set("response", response(result));
            result.content().forEach(content -> media(content, media));
        }
        if (!results.isEmpty()) {
            throw orphan(results.getFirst());
        }
        return responses.addAll(media);
    }

    private @Nullable ToolResult take(String callId) {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).callId().equals(callId)) {
                return results.remove(i);
            }
        }
        return null;
    }

    /** A response is an object: a result that is one goes as it is. */
    private static ObjectNode response(ToolResult result) {
        String text = result.content().stream()
                .filter(Content.Text.class::isInstance)
                .map(content -> ((Content.Text) content).text())
                .collect(Collectors.joining("\n"));
        ObjectNode object = GeminiJson.readObject(text);
        if (object != null && !result.failed()) {
            return object;
        }
        ObjectNode response = GeminiJson.object();
        String name = result.failed() ? "error" : "output";
        if (object == null) {
            response.put(name, text);
        } else {
            response.set(name, object);
        }
        return response;
    }

    /** What is not text in a result follows all responses: older models take it nowhere else. */
    private static void media(Content content, ArrayNode media) {
        switch (content) {
            case Content.Text _ -> {}
            case Content.Image image -> media.add(MediaPart.of(image));
            case Content.Document document -> media.add(MediaPart.of(document));
            case Content.Audio audio -> media.add(MediaPart.of(audio));
            case Content.Thinking _, Content.HiddenThinking _, ToolCall _, ToolResult _ ->
                throw Refusal.of(
                        "messages",
                        "messages: the result of a tool holds another call, result or thought: send text and images");
        }
    }

    private static GatewayException missing(ToolCall call) {
        return Refusal.of(
                "messages",
                "messages: the call '" + call.id() + "' of '" + call.name()
                        + "' has no result: add a tool message with that tool_call_id right after the assistant's");
    }

    private static GatewayException orphan(ToolResult result) {
        return Refusal.of(
                "messages",
                "messages: a tool message answers '" + result.callId()
                        + "', which the assistant message before it does not call: send that call too, or leave the"
                        + " result out");
    }
}
