package dev.sluice.gateway.provider.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Images;
import org.jspecify.annotations.Nullable;

/** Images in messages. Comes first, while messages stand where the client put them, so that errors can say where. */
final class ImageShape {
    private final Shaping shaping;
    private final @Nullable Images images;
    private final boolean blind;

    ImageShape(Shaping shaping) {
        this.shaping = shaping;
        images = shaping.quirks().messages().images();
        blind = images == Images.NONE
                || (images != Images.UNCHECKED && !shaping.capabilities().vision());
    }

    void apply() {
        ArrayNode messages = shaping.messages();
        if (messages == null || (!blind && (images == null || images == Images.UNCHECKED))) {
            return;
        }
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).path("content") instanceof ArrayNode parts) {
                parts("messages[" + i + "].content", parts);
            }
        }
    }

    private void parts(String place, ArrayNode parts) {
        int removed = 0;
        for (int i = 0; i < parts.size(); ) {
            boolean isImage = parts.get(i).path("type").asText().equals("image_url");
            if (isImage && parts.get(i) instanceof ObjectNode part && !keep(place + "[" + (i + removed) + "]", part)) {
                parts.remove(i);
                removed++;
            } else {
                i++;
            }
        }
    }

    private boolean keep(String place, ObjectNode part) {
        JsonNode image = part.path("image_url");
        String url = image.isTextual() ? image.textValue() : image.path("url").asText();
        if (blind) {
            shaping.loseContent(place, place + ": the model '" + name() + "' does not accept images: leave it out");
            return false;
        }
        if (images == Images.INLINE && !url.startsWith("data:")) {
            shaping.loseContent(
                    place, place + ": the provider of '" + name() + "' does not fetch images: send it as a data: URL");
            return false;
        }
        if (images == Images.TEXT && !image.isTextual()) {
            part.put("image_url", url);
            shaping.change();
        }
        return true;
    }

    private String name() {
        return shaping.target().name();
    }
}
