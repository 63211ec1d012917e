package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.gateway.endpoint.openai.chat.Field;
import dev.sluice.gateway.endpoint.openai.chat.SourceDecoder;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The content of a message, or the output of a function: a string, or parts. Empty texts are left out. */
final class InputParts {
    private InputParts() {}

    /** @param textAlone in messages of the system and of the model */
    static List<Content> decode(Field content, boolean textAlone) {
        if (!content.isSaid()) {
            throw content.wrong("is required: send a string or an array of parts");
        }
        List<Content> parts = new ArrayList<>();
        if (content.isText()) {
            addText(parts, content.text());
            return parts;
        }
        for (Field part : content.elements()) {
            add(parts, part.object(), textAlone);
        }
        return parts;
    }

    private static void add(List<Content> parts, Field part, boolean textAlone) {
        Field type = part.member("type");
        String kind = type.text();
        switch (kind) {
            case "input_text", "output_text", "text" ->
                addText(parts, part.member("text").text());
            case "refusal" -> addText(parts, part.member("refusal").text());
            case "input_image", "input_file", "input_audio" -> {
                if (textAlone) {
                    throw type.wrong("must be input_text or output_text in a message of this role");
                }
                parts.add(media(kind, part));
            }
            default ->
                throw type.wrong("must be input_text, input_image, input_file, input_audio, output_text or refusal");
        }
    }

    private static void addText(List<Content> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new Content.Text(text));
        }
    }

    private static Content media(String kind, Field part) {
        Field id = part.member("file_id");
        return switch (kind) {
            case "input_image" -> {
                Field url = part.member("image_url");
                requireBytes(id, url, "image_url");
                yield new Content.Image(SourceDecoder.image(url), detail(part.member("detail")), null);
            }
            case "input_file" -> {
                Field url = part.member("file_url");
                Field data = part.member("file_data");
                requireBytes(id, url.isSaid() ? url : data, "file_data");
                Source source = url.isSaid() ? new Source.Url(url.filledText()) : SourceDecoder.file(data);
                yield new Content.Document(source, part.member("filename").textIfSaid(), null);
            }
            default -> {
                Field audio = part.member("input_audio").object();
                yield new Content.Audio(
                        audio.member("data").filledText(),
                        audio.member("format").filledText());
            }
        };
    }

    private static void requireBytes(Field id, Field given, String name) {
        if (id.isSaid() && !given.isSaid()) {
            throw id.wrong("names a file that only OpenAI has: send its bytes as " + name);
        }
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
}
