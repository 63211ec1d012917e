package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Dialect;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.SignatureOrigin;
import dev.sluice.gateway.provider.OtherFields;
import dev.sluice.gateway.provider.WireJson;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parts of a turn to content blocks, with the cache points behind them. One per request. */
final class BedrockContent {
    private final BedrockModel model;
    private final Set<String> dropped;
    private final BedrockMedia media = new BedrockMedia();
    private final ToolUseIds ids = new ToolUseIds();

    BedrockContent(BedrockModel model, Set<String> dropped) {
        this.model = model;
        this.dropped = dropped;
    }

    /** Blank text is refused, and so are thoughts that nobody signed, or another vendor's model. */
    boolean isSendable(Content content) {
        return switch (content) {
            case Content.Text text -> !text.text().isBlank();
            case Content.Thinking thought -> model.takesThoughts() && isSigned(thought);
            case Content.HiddenThinking hidden -> model.takesThoughts() && isSigned(hidden);
            case Content.Image _, Content.Document _, Content.Audio _, Content.ToolCall _, Content.ToolResult _ -> true;
        };
    }

    /** By a model of Anthropic's, whose signatures hold wherever it is sold. */
    static boolean isSigned(Content content) {
        return switch (content) {
            case Content.Thinking thought -> SignatureOrigin.of(Dialect.ANTHROPIC, thought.signature()) != null;
            case Content.HiddenThinking hidden -> SignatureOrigin.of(Dialect.ANTHROPIC, hidden.data()) != null;
            default -> false;
        };
    }

    void nextAnswer() {
        ids.nextTurn();
    }

    void add(ArrayNode blocks, Content content, Role role) {
        blocks.add(block(content, role));
        CachePoint.put(blocks, cacheControl(content), model, dropped);
    }

    private static @Nullable String cacheControl(Content content) {
        return switch (content) {
            case Content.Text text -> text.cacheControl();
            case Content.Image image -> image.cacheControl();
            case Content.Document document -> document.cacheControl();
            case Content.ToolResult result -> result.cacheControl();
            case Content.Audio _, Content.Thinking _, Content.HiddenThinking _, Content.ToolCall _ -> null;
        };
    }

    private ObjectNode block(Content content, Role role) {
        return switch (content) {
            case Content.Text text -> WireJson.object().put("text", text.text());
            case Content.Image image -> {
                requireUser(role, "An image");
                yield media.image(image);
            }
            case Content.Document document -> {
                requireUser(role, "A document");
                yield media.document(document);
            }
            case Content.Audio audio -> audio(audio);
            case Content.Thinking(String text, String signature) -> {
                ObjectNode block = WireJson.object();
                block.putObject("reasoningContent")
                        .putObject("reasoningText")
                        .put("text", text)
                        .put("signature", signature);
                yield block;
            }
            case Content.HiddenThinking(String data) -> {
                ObjectNode block = WireJson.object();
                block.putObject("reasoningContent").put("redactedContent", data);
                yield block;
            }
            case Content.ToolCall call -> toolUse(call);
            case Content.ToolResult result -> toolResult(result);
        };
    }

    private static void requireUser(Role role, String what) {
        if (role != Role.USER) {
            throw OtherFields.refused(
                    "messages",
                    what
                            + " is in a message of 'messages' that is not the user's, which this model does not take: move it"
                            + " to a user message.");
        }
    }

    private ObjectNode audio(Content.Audio audio) {
        if (!model.takesAudio()) {
            throw OtherFields.refused(
                    "messages",
                    "'messages' holds audio, which this model cannot hear: send a transcript, or ask a model that takes"
                            + " audio.");
        }
        return BedrockMedia.audio(audio);
    }

    private ObjectNode toolUse(Content.ToolCall call) {
        ObjectNode block = WireJson.object();
        ObjectNode input = WireJson.object(call.arguments());
        block.putObject("toolUse")
                .put("toolUseId", ids.called(call.id()))
                .put("name", ToolNames.valid(call.name()))
                // What is no object, because an answer was cut short, is history, and no reason to fail.
                .set("input", input == null ? WireJson.object().put("_raw", call.arguments()) : input);
        return block;
    }

    private ObjectNode toolResult(Content.ToolResult result) {
        ObjectNode block = WireJson.object();
        ObjectNode inner = block.putObject("toolResult").put("toolUseId", ids.answered(result.callId()));
        ArrayNode content = inner.putArray("content");
        List<Content> parts = result.content().stream().filter(this::isSendable).toList();
        ObjectNode json = parts.size() == 1 && parts.getFirst() instanceof Content.Text text
                ? WireJson.object(text.text())
                : null;
        if (json != null) {
            content.addObject().set("json", json);
        } else {
            parts.forEach(part -> content.add(block(part, Role.USER)));
        }
        inner.put("status", result.failed() ? "error" : "success");
        return block;
    }
}
