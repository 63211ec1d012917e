package dev.sluice.gateway.inference.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a turn, of either side. {@code cacheControl}: of Anthropic's dialect, as JSON text; null for most. */
public sealed interface Content {
    record Text(String text, @Nullable String cacheControl) implements Content {
        public Text(String text) {
            this(text, null);
        }
    }

    /** @param detail OpenAI's hint of how closely to look: low, high, auto; null: unsaid */
    record Image(
            Source source,
            @Nullable String detail,
            @Nullable String cacheControl) implements Content {}

    /** A document such as a PDF. */
    record Document(
            Source source, @Nullable String name, @Nullable String cacheControl) implements Content {}

    /** @param format wav, mp3, … */
    record Audio(String base64, String format) implements Content {}

    /**
     * What the model thought.
     *
     * @param signature with which its provider knows it again, marked with its {@link SignatureOrigin}; null when it has
     *     none, and then it cannot be sent back
     */
    record Thinking(String text, @Nullable String signature) implements Content {}

    /** Thoughts that only their provider can read, marked with their {@link SignatureOrigin}. */
    record HiddenThinking(String data) implements Content {}

    /** @param arguments JSON text of an object; never empty, {@code {}} at least */
    record ToolCall(String id, String name, String arguments) implements Content {}

    /** @param content texts and images */
    record ToolResult(
            String callId,
            List<Content> content,
            boolean failed,
            @Nullable String cacheControl) implements Content {
        public ToolResult {
            content = List.copyOf(content);
        }
    }

    /** Where something is that is not text. */
    sealed interface Source {
        /** @param mediaType such as {@code image/png} */
        record Base64(String mediaType, String data) implements Source {}

        record Url(String url) implements Source {}
    }
}
