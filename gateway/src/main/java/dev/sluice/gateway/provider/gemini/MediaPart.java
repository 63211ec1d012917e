package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.Content;
import java.util.Locale;
import java.util.Map;

/** Parts that are not text. Bytes go inline, addresses as they are: it is the provider that fetches them. */
final class MediaPart {
    /** An address must be sent with a type, and a client gives none. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("png", "image/png"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("heic", "image/heic"),
            Map.entry("heif", "image/heif"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("txt", "text/plain"),
            Map.entry("md", "text/markdown"),
            Map.entry("html", "text/html"),
            Map.entry("csv", "text/csv"));

    private MediaPart() {}

    static ObjectNode of(Content.Image image) {
        return of(image.source(), "image/jpeg");
    }

    static ObjectNode of(Content.Document document) {
        return of(document.source(), "application/pdf");
    }

    static ObjectNode of(Content.Audio audio) {
        return inline("audio/" + audio.format().toLowerCase(Locale.ROOT), audio.base64());
    }

    private static ObjectNode of(Content.Source source, String usualType) {
        return switch (source) {
            case Content.Source.Base64(String mediaType, String data) -> inline(mediaType, data);
            case Content.Source.Url(String url) -> {
                ObjectNode part = GeminiJson.object();
                part.putObject("fileData")
                        .put("mimeType", TYPES.getOrDefault(extension(url), usualType))
                        .put("fileUri", url);
                yield part;
            }
        };
    }

    private static ObjectNode inline(String mediaType, String data) {
        ObjectNode part = GeminiJson.object();
        part.putObject("inlineData").put("mimeType", mediaType).put("data", data);
        return part;
    }

    private static String extension(String url) {
        int end = url.length();
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) == '?' || url.charAt(i) == '#') {
                end = i;
                break;
            }
        }
        String path = url.substring(0, end);
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
