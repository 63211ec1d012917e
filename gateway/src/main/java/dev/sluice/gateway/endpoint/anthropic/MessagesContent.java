package dev.sluice.gateway.endpoint.anthropic;

import dev.sluice.gateway.inference.chat.Content;
import java.util.List;

/** The content blocks of a message (API reference, "Messages", {@code content}). */
final class MessagesContent {
    private MessagesContent() {}

    /** A string stands for one text. */
    static List<Content> of(Field content) {
        if (content.node().isTextual()) {
            String text = content.text();
            return text.isEmpty() ? List.of() : List.of(new Content.Text(text));
        }
        if (content.isAbsent()) {
            throw content.wrong("is required: give a string or an array of blocks");
        }
        return content.elements().stream().map(MessagesContent::block).toList();
    }

    private static Content block(Field block) {
        String cache = block.object().at("cache_control").jsonOrNull();
        Field type = block.at("type");
        return switch (type.text()) {
            case "text" -> new Content.Text(block.at("text").text(), cache);
            case "image" -> new Content.Image(source(block.at("source")), null, cache);
            case "document" ->
                new Content.Document(
                        source(block.at("source")), block.at("title").textOrNull(), cache);
            case "thinking" ->
                new Content.Thinking(
                        block.at("thinking").text(), block.at("signature").textOrNull());
            case "redacted_thinking" ->
                new Content.HiddenThinking(block.at("data").text());
            case "tool_use" ->
                new Content.ToolCall(
                        block.at("id").text(),
                        block.at("name").text(),
                        block.at("input").object().json());
            case "tool_result" -> result(block, cache);
            default ->
                throw type.wrong("'" + type.text() + "' cannot be translated for this model's provider: use text,"
                        + " image, document, tool_use, tool_result or thinking, or a model of Anthropic");
        };
    }

    private static Content result(Field block, @org.jspecify.annotations.Nullable String cache) {
        Field content = block.at("content");
        return new Content.ToolResult(
                block.at("tool_use_id").text(),
                content.isAbsent() ? List.of() : of(content),
                Boolean.TRUE.equals(block.at("is_error").flag()),
                cache);
    }

    private static Content.Source source(Field source) {
        Field type = source.object().at("type");
        return switch (type.text()) {
            case "base64" ->
                new Content.Source.Base64(
                        source.at("media_type").text(), source.at("data").text());
            case "url" -> new Content.Source.Url(source.at("url").text());
            case "text" ->
                new Content.Source.Base64(
                        "text/plain",
                        java.util.Base64.getEncoder()
                                .encodeToString(
                                        source.at("data").text().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            default ->
                throw type.wrong("'" + type.text() + "' is not known here: use base64, url or, for documents, text");
        };
    }
}
