package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.Source;
import dev.sluice.gateway.provider.OtherFields;
import dev.sluice.gateway.provider.WireJson;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Images, documents and sound. The dialect takes bytes and no addresses. Names of documents are told apart, so one per request. */
final class BedrockMedia {
    private static final Set<String> IMAGES = Set.of("png", "jpeg", "gif", "webp");
    private static final Set<String> DOCUMENTS =
            Set.of("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md");
    private static final Map<String, String> DOCUMENT_TYPES = Map.of(
            "application/pdf", "pdf",
            "text/csv", "csv",
            "application/msword", "doc",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.ms-excel", "xls",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
            "text/html", "html",
            "text/plain", "txt",
            "text/markdown", "md");
    private static final int MAX_NAME = 180;

    private final Set<String> names = new HashSet<>();

    ObjectNode image(Content.Image image) {
        Source.Base64 bytes = bytes(image.source(), "an image");
        String format = bytes.mediaType().equals("image/jpg")
                ? "jpeg"
                : bytes.mediaType().replaceFirst("^image/", "");
        if (!IMAGES.contains(format)) {
            throw OtherFields.refused(
                    "messages",
                    "'messages' holds an image of type " + bytes.mediaType()
                            + ", which this model does not take: send PNG, JPEG, GIF or WebP.");
        }
        return block("image", format, null, bytes.data());
    }

    ObjectNode document(Content.Document document) {
        Source.Base64 bytes = bytes(document.source(), "a document");
        String name = document.name() == null ? "document" : document.name();
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        String format = DOCUMENT_TYPES.getOrDefault(bytes.mediaType(), extension);
        if (!DOCUMENTS.contains(format)) {
            throw OtherFields.refused(
                    "messages",
                    "'messages' holds a document of type " + bytes.mediaType()
                            + ", which this model does not take: send PDF, CSV, Word, Excel, HTML, text or Markdown.");
        }
        return block(
                "document", format, unique(extension.equals(format) ? name.substring(0, dot) : name), bytes.data());
    }

    static ObjectNode audio(Content.Audio audio) {
        return block("audio", audio.format().toLowerCase(Locale.ROOT), null, audio.base64());
    }

    private static ObjectNode block(String kind, String format, @Nullable String name, String base64) {
        ObjectNode block = WireJson.object();
        ObjectNode inner = block.putObject(kind).put("format", format);
        if (name != null) {
            inner.put("name", name);
        }
        inner.putObject("source").put("bytes", base64);
        return block;
    }

    /** Letters, digits, single spaces, hyphens, parentheses and brackets, and no name twice. */
    private String unique(String name) {
        String plain = name.replaceAll("[^a-zA-Z0-9 ()\\[\\]-]", "-")
                .replaceAll(" +", " ")
                .strip();
        String base = plain.isEmpty() ? "document" : plain.substring(0, Math.min(plain.length(), MAX_NAME));
        String unique = base;
        for (int n = 2; !names.add(unique); n++) {
            unique = base + " " + n;
        }
        return unique;
    }

    private static Source.Base64 bytes(Source source, String what) {
        return switch (source) {
            case Source.Base64 bytes -> bytes;
            case Source.Url _ ->
                throw OtherFields.refused(
                        "messages",
                        "'messages' holds the address of " + what
                                + ", and this model's provider takes bytes alone: send it as a data URL"
                                + " (data:<type>;base64,…).");
        };
    }
}
