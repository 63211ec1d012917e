package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.provider.OtherFields;
import dev.sluice.gateway.provider.WireJson;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code cache_control} of a part is here a block of its own behind the part. */
final class CachePoint {
    private CachePoint() {}

    /** @param cacheControl as JSON text; null for none */
    static void put(ArrayNode list, @Nullable String cacheControl, BedrockModel model, Set<String> dropped) {
        if (cacheControl == null) {
            return;
        }
        ObjectNode control = WireJson.object(cacheControl);
        if (control == null) {
            throw OtherFields.refused(
                    "cache_control",
                    "'cache_control' is not an object: write {\"type\": \"ephemeral\"} or leave it out.");
        }
        if (!model.takesCachePoints()) {
            dropped.add("cache_control");
            return;
        }
        ObjectNode point = list.addObject().putObject("cachePoint").put("type", "default");
        String lifetime = WireJson.text(control, "ttl");
        if (!lifetime.isEmpty()) {
            point.put("ttl", lifetime);
        }
    }
}
