package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import java.util.Set;

/** Whether an answer may have images: {@code modalities} of chat completions, in either order. */
final class Modalities {
    static final String FIELD = "modalities";
    private static final Set<String> WITH_IMAGES =
            Set.of("[\"text\",\"image\"]", "[\"image\",\"text\"]", "[\"image\"]");

    private Modalities() {}

    /** @param json without white space */
    static boolean areSpoken(String field, String json) {
        return field.equals(FIELD) && WITH_IMAGES.contains(json);
    }

    /** Models that make images say something with them: an answer of images alone is refused by most. */
    static void put(ObjectNode config, ChatRequest request) {
        String asked = request.others().getOrDefault(FIELD, "").replaceAll("\\s+", "");
        if (areSpoken(FIELD, asked)) {
            config.putArray("responseModalities").add("TEXT").add("IMAGE");
        }
    }
}
