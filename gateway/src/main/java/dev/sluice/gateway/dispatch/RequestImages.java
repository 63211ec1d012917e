package dev.sluice.gateway.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.image.ImageClient;
import dev.sluice.gateway.image.ImageFetch;
import dev.sluice.gateway.image.ImageRefused;
import dev.sluice.gateway.inference.chat.Content.Source.Base64;
import dev.sluice.gateway.provider.RequestTree;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Images that one request names by address, fetched for the first attempt that needs their bytes. On its event loop. */
final class RequestImages {
    private final ImageClient client;
    private final byte[] body;
    private @Nullable ImageFetch fetch;
    private boolean privateToo;

    /** @param body as the client sent it */
    RequestImages(ImageClient client, byte[] body) {
        this.client = client;
        this.body = body;
    }

    /**
     * Fails with a {@link GatewayException} that names the field at fault.
     *
     * @param addresses the same for every attempt that needs any
     */
    Future<Map<String, Base64>> bytes(List<String> addresses, boolean mayBePrivate) {
        ImageFetch running = fetch;
        if (running == null || privateToo != mayBePrivate || running.result().failed()) {
            running = client.fetch(addresses, mayBePrivate);
            fetch = running;
            privateToo = mayBePrivate;
        }
        return running.result().recover(e -> Future.failedFuture(error(e)));
    }

    /** The request is over. */
    void cancel() {
        if (fetch != null) {
            fetch.cancel();
        }
    }

    private GatewayException error(Throwable e) {
        if (!(e instanceof ImageRefused refused)) {
            return new GatewayException(new GatewayError.Internal());
        }
        String place = place(refused.address());
        return new GatewayException(
                new GatewayError.InvalidRequest(place, place + ": the image at this address " + refused.problem()));
    }

    /** Such as {@code messages[0].content[1].image_url.url}. */
    private String place(String text) {
        try {
            String place = place(RequestTree.mapper().readTree(body), text, "");
            return place == null ? "messages" : place;
        } catch (IOException e) {
            return "messages";
        }
    }

    private static @Nullable String place(JsonNode node, String text, String path) {
        if (node.isTextual()) {
            return node.textValue().equals(text) ? path : null;
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                String found = place(node.get(i), text, path + "[" + i + "]");
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String found = place(field.getValue(), text, path.isEmpty() ? field.getKey() : path + "." + field.getKey());
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
