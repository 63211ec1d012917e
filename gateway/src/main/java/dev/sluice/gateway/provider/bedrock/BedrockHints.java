package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.provider.OtherFields;
import dev.sluice.gateway.provider.WireJson;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the client asks for beside the conversation: who asks, at which service tier, and Converse's own fields by their names. */
final class BedrockHints {
    private static final int MAX_METADATA = 16;
    private static final Pattern METADATA = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,.-]{1,256}");
    private static final String ADDITIONAL = "additionalModelRequestFields";
    /** Sent as they are. */
    private static final List<String> OWN =
            List.of("guardrailConfig", "performanceConfig", "promptVariables", "additionalModelResponseFieldPaths");

    private static final Set<String> SPOKEN = Set.of(
            "guardrailConfig",
            "performanceConfig",
            "promptVariables",
            "additionalModelResponseFieldPaths",
            ADDITIONAL,
            "requestMetadata",
            "metadata",
            "service_tier");

    private BedrockHints() {}

    /** Fields of the model's own that the client knows; empty when it names none. */
    static ObjectNode additional(ChatRequest request) {
        String own = request.others().get(ADDITIONAL);
        ObjectNode fields = own == null ? WireJson.object() : WireJson.object(own);
        if (fields == null) {
            throw OtherFields.refused(
                    ADDITIONAL, "'" + ADDITIONAL + "' is not an object: send the model's own fields as an object.");
        }
        return fields;
    }

    static void put(ObjectNode body, ChatRequest request, Set<String> dropped) {
        OtherFields.drop(request, SPOKEN, dropped);
        for (String name : OWN) {
            JsonNode value = value(request, name);
            if (value != null) {
                body.set(name, value);
            }
        }
        ObjectNode metadata = WireJson.object();
        putMetadata(metadata, "requestMetadata", request, dropped);
        putMetadata(metadata, "metadata", request, dropped);
        String user = request.user();
        if (user != null && !user.isEmpty() && !putOne(metadata, "user", user)) {
            dropped.add("user");
        }
        if (!metadata.isEmpty()) {
            body.set("requestMetadata", metadata);
        }
        putTier(body, value(request, "service_tier"), dropped);
    }

    private static @Nullable JsonNode value(ChatRequest request, String name) {
        String text = request.others().get(name);
        JsonNode value = text == null ? null : WireJson.value(text);
        return value == null || value.isNull() ? null : value;
    }

    private static void putMetadata(ObjectNode metadata, String name, ChatRequest request, Set<String> dropped) {
        JsonNode pairs = value(request, name);
        if (pairs != null) {
            pairs.properties().forEach(pair -> {
                if (!pair.getValue().isTextual()
                        || !putOne(metadata, pair.getKey(), pair.getValue().textValue())) {
                    dropped.add(name);
                }
            });
        }
    }

    /** Too long a value is refused, and a part of it would mean something else. */
    private static boolean putOne(ObjectNode metadata, String name, String value) {
        boolean fits = metadata.size() < MAX_METADATA
                && METADATA.matcher(name).matches()
                && METADATA.matcher(value).matches();
        if (fits) {
            metadata.put(name, value);
        }
        return fits;
    }

    private static void putTier(ObjectNode body, @Nullable JsonNode asked, Set<String> dropped) {
        String tier = asked == null ? "auto" : asked.asText();
        switch (tier) {
            case "auto", "default", "standard_only" -> {} // what happens anyway
            case "priority", "flex", "reserved" -> body.putObject("serviceTier").put("type", tier);
            default -> dropped.add("service_tier");
        }
    }
}
