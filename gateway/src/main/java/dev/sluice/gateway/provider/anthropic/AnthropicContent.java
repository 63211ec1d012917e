package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.Source;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts of a turn to content blocks. */
final class AnthropicContent {
    private AnthropicContent() {}

    static ObjectNode block(Content content, Role role) {
        return switch (content) {
            case Content.Text(String text, String cacheControl) ->
                cached(typed("text").put("text", text), cacheControl);
            case Content.Image image -> {
                requireUser(role, "An image");
                yield cached(sourced("image", image(image.source())), image.cacheControl());
            }
            case Content.Document(Source source, String name, String cacheControl) -> {
                requireUser(role, "A document");
                ObjectNode document = sourced("document", document(source));
                yield cached(name == null ? document : document.put("title", name), cacheControl);
            }
            case Content.Audio _ ->
                throw AnthropicHints.invalid(
                        "messages",
                        "'messages' holds audio, which this model cannot hear: send a transcript, or ask a model that takes"
                                + " audio.");
            case Content.Thinking(String text, String signature) ->
                typed("thinking").put("thinking", text).put("signature", signature);
            case Content.HiddenThinking(String data) ->
                typed("redacted_thinking").put("data", data);
            case Content.ToolCall call -> toolUse(call);
            case Content.ToolResult result -> toolResult(result);
        };
    }

    private static ObjectNode typed(String type) {
        return AnthropicJson.object().put("type", type);
    }

    private static ObjectNode sourced(String type, ObjectNode source) {
        ObjectNode block = typed(type);
        block.set("source", source);
        return block;
    }

    private static void requireUser(Role role, String what) {
        if (role != Role.USER) {
            throw AnthropicHints.invalid(
                    "messages",
                    what
                            + " is in a message of 'messages' that is not the user's, which this model does not take: move it"
                            + " to a user message.");
        }
    }

    private static ObjectNode image(Source source) {
        return switch (source) {
            case Source.Base64(String mediaType, String data) ->
                base64(mediaType.equals("image/jpg") ? "image/jpeg" : mediaType, data);
            case Source.Url(String url) -> typed("url").put("url", url);
        };
    }

    /** Plain text is sent as text; the dialect takes base64 of PDF alone. */
    private static ObjectNode document(Source source) {
        return switch (source) {
            case Source.Base64(String mediaType, String data) ->
                mediaType.startsWith("text/")
                        ? typed("text").put("media_type", "text/plain").put("data", decoded(data))
                        : base64(mediaType, data);
            case Source.Url(String url) -> typed("url").put("url", url);
        };
    }

    private static ObjectNode base64(String mediaType, String data) {
        return typed("base64").put("media_type", mediaType).put("data", data);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw AnthropicHints.invalid(
                    "messages", "'messages' holds a document that is not base64: encode its bytes as base64.");
        }
    }

    private static ObjectNode toolUse(Content.ToolCall call) {
        ObjectNode block =
                typed("tool_use").put("id", AnthropicTools.id(call.id())).put("name", call.name());
        block.set("input", input(call.arguments()));
        return block;
    }

    /** What is no object, because an answer was cut short, is wrapped in one: the turn is history, and no reason to fail. */
    private static ObjectNode input(String arguments) {
        if (arguments.isBlank()) {
            return AnthropicJson.object();
        }
        ObjectNode input = AnthropicJson.object(arguments);
        return input == null ? AnthropicJson.object().put("_raw", arguments) : input;
    }

    private static ObjectNode toolResult(Content.ToolResult result) {
        ObjectNode block = typed("tool_result").put("tool_use_id", AnthropicTools.id(result.callId()));
        List<Content> parts = result.content().stream()
                .filter(AnthropicConversation::isSendable)
                .toList();
        if (parts.size() == 1 && parts.getFirst() instanceof Content.Text text) {
            block.put("content", text.text());
        } else if (!parts.isEmpty()) {
            ArrayNode blocks = block.putArray("content");
            for (Content part : parts) {
                ObjectNode inner = block(part, Role.USER);
                inner.remove("cache_control"); // refused here: only the result itself may be a cache breakpoint
                blocks.add(inner);
            }
        }
        if (result.failed()) {
            block.put("is_error", true);
        }
        return cached(block, result.cacheControl());
    }

    static ObjectNode cached(ObjectNode block, @Nullable String cacheControl) {
        if (cacheControl != null) {
            ObjectNode control = AnthropicJson.object(cacheControl);
            if (control == null) {
                throw AnthropicHints.invalid(
                        "cache_control",
                        "'cache_control' is not an object: write {\"type\": \"ephemeral\"} or leave it out.");
            }
            block.set("cache_control", control);
        }
        return block;
    }
}
