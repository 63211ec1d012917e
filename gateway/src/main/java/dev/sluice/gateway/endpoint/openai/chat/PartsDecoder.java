package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message's {@code content}: a string, or an array of the kinds of parts its role may have. Empty texts are left out. */
final class PartsDecoder {
    static final PartsDecoder SYSTEM = new PartsDecoder("text");
    static final PartsDecoder USER = new PartsDecoder("text", "image_url", "input_audio", "file");
    static final PartsDecoder ASSISTANT = new PartsDecoder("text", "refusal");
    static final PartsDecoder TOOL = new PartsDecoder("text", "image_url");

    private final List<String> kinds;

    private PartsDecoder(String... kinds) {
        this.kinds = List.of(kinds);
    }

    List<Content> decode(Field content) {
        if (!content.isSaid()) {
            throw content.wrong("is required: send a string or an array of parts");
        }
        List<Content> parts = new ArrayList<>();
        if (content.isText()) {
            addText(parts, content.text(), null);
            return parts;
        }
        for (Field part : content.elements()) {
            add(parts, part.object());
        }
        return parts;
    }

    private void add(List<Content> parts, Field part) {
        Field type = part.member("type");
        String kind = type.text();
        if (!kinds.contains(kind)) {
            throw type.wrong("must be " + String.join(" or ", kinds) + " in a message of this role");
        }
        @Nullable String cacheControl = part.member("cache_control").objectIfSaid();
        switch (kind) {
            case "image_url" -> parts.add(image(part.member("image_url").object(), cacheControl));
            case "input_audio" -> parts.add(audio(part.member("input_audio").object()));
            case "file" -> parts.add(document(part.member("file").object(), cacheControl));
            // Texts and refusals are under the name of their kind.
            default -> addText(parts, part.member(kind).text(), cacheControl);
        }
    }

    static void addText(List<Content> parts, String text, @Nullable String cacheControl) {
        if (!text.isEmpty()) {
            parts.add(new Content.Text(text, cacheControl));
        }
    }

    private static Content image(Field image, @Nullable String cacheControl) {
        return new Content.Image(
                SourceDecoder.image(image.member("url")), detail(image.member("detail")), cacheControl);
    }

    private static @Nullable String detail(Field detail) {
        if (!detail.isSaid()) {
            return null;
        }
        String closeness = detail.text();
        return switch (closeness) {
            case "low", "high", "auto" -> closeness;
            // Only some models of OpenAI have it; to all others the closest look is this.
            case "original" -> "high";
            default -> throw detail.wrong("must be low, high, auto or original");
        };
    }

    private static Content audio(Field audio) {
        return new Content.Audio(
                audio.member("data").filledText(), audio.member("format").filledText());
    }

    private static Content document(Field file, @Nullable String cacheControl) {
        Field id = file.member("file_id");
        Field data = file.member("file_data");
        if (id.isSaid() && !data.isSaid()) {
            throw id.wrong("names a file that only OpenAI has: send its bytes as file_data");
        }
        Source source = SourceDecoder.file(data);
        return new Content.Document(source, file.member("filename").textIfSaid(), cacheControl);
    }
}
