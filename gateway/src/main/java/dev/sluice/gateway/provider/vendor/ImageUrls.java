package dev.sluice.gateway.provider.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Images;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.inference.chat.Content.Source.Base64;
import dev.sluice.gateway.provider.RequestTree;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Images that a body in OpenAI's dialect names by address, for vendors that fetch none. */
public final class ImageUrls {
    private static final ObjectMapper JSON = RequestTree.mapper();

    private ImageUrls() {}

    /** Whether the target's vendor takes images in the request alone. */
    public static boolean mustBeInline(CompiledModel target) {
        return !target.takes().forwards()
                && target.takes().quirks() != null
                && target.takes().quirks().messages().images() == Images.INLINE
                && target.takes().capabilities().vision();
    }

    /** Empty when the body cannot be read: it goes as it came, for the provider to judge. */
    public static List<String> in(byte[] body) {
        Set<String> addresses = new LinkedHashSet<>();
        try {
            each(JSON.readTree(body), (_, url) -> addresses.add(url));
        } catch (IOException e) {
            return List.of();
        }
        return List.copyOf(addresses);
    }

    /** The body with the images themselves. */
    public static byte[] replaced(byte[] body, Map<String, Base64> images) {
        try {
            JsonNode root = JSON.readTree(body);
            each(root, (part, url) -> {
                Base64 image = images.get(url);
                if (image != null) {
                    part.withObject("/image_url").put("url", "data:" + image.mediaType() + ";base64," + image.data());
                }
            });
            return JSON.writeValueAsBytes(root);
        } catch (IOException e) {
            return body;
        }
    }

    private static void each(JsonNode root, BiConsumer<ObjectNode, String> action) {
        for (JsonNode message : root.path("messages")) {
            for (JsonNode part : message.path("content")) {
                JsonNode image = part.path("image_url");
                String url = image.isTextual()
                        ? image.textValue()
                        : image.path("url").asText();
                if (part instanceof ObjectNode object && !url.isEmpty() && !url.regionMatches(true, 0, "data:", 0, 5)) {
                    action.accept(object, url);
                }
            }
        }
    }
}
