package dev.sluice.contract.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Usage records as JSON, one per line: in JetStream, and into ClickHouse. Thread-safe. */
public final class UsageJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int USUAL_BYTES = 2048;

    private UsageJson() {}

    /** Without a line break. */
    public static byte[] write(UsageRecord record) {
        JsonText out = new JsonText(USUAL_BYTES);
        UsageJsonWriter.write(record, out);
        return out.toByteArray();
    }

    /** @throws IOException naming what is wrong, when the bytes are not a usage record */
    public static UsageRecord read(byte[] json) throws IOException {
        JsonNode n = MAPPER.readTree(json);
        if (n == null || !n.isObject()) {
            throw new IOException("not a JSON object");
        }
        List<Attempt> attempts = new ArrayList<>();
        for (JsonNode a : n.path("attempts")) {
            attempts.add(readAttempt(a));
        }
        Map<String, String> metadata = new HashMap<>();
        n.path("metadata")
                .properties()
                .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
        return new UsageRecord(
                required(n, "instance").asText(),
                required(n, "seq").asLong(),
                required(n, "version").asInt(),
                required(n, "id").asText(),
                n.path("clientRequestId").asText(""),
                required(n, "time").asLong(),
                n.path("endpoint").asText(""),
                n.path("modelAsked").asText(""),
                n.path("model").asText(""),
                n.path("provider").asText(""),
                n.path("account").asText(""),
                n.path("team").asText(""),
                n.path("user").asText(""),
                n.path("serviceAccount").asText(""),
                n.path("key").asText(""),
                n.path("stream").asBoolean(),
                n.path("status").asInt(),
                outcome(required(n, "outcome").asText()),
                n.path("errorClass").asText(""),
                readTokens(n.path("tokens")),
                optional(n, "costNanos"),
                n.path("estimated").asBoolean(),
                n.path("latencyMicros").asLong(),
                optional(n, "firstTokenMicros"),
                n.path("overheadMicros").asLong(),
                attempts,
                n.path("cache").asText(""),
                n.path("policyRevision").asLong(),
                n.path("priceRevision").asLong(),
                n.path("sessionId").asText(""),
                metadata,
                n.path("records").asInt(1));
    }

    private static JsonNode required(JsonNode node, String field) throws IOException {
        JsonNode value = node.path(field);
        if (!value.isValueNode() || value.isNull()) {
            throw new IOException("field " + field + " is missing");
        }
        return value;
    }

    private static Outcome outcome(String name) throws IOException {
        try {
            return Outcome.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IOException("outcome '" + name + "' is unknown", e);
        }
    }

    private static @Nullable Long optional(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.path(field).asLong() : null;
    }

    private static Attempt readAttempt(JsonNode a) {
        return new Attempt(
                a.path("n").asInt(),
                a.path("kind").asText("primary"),
                a.path("model").asText(""),
                a.path("account").asText(""),
                a.path("status").asInt(),
                a.path("errorClass").asText(""),
                readTokens(a.path("tokens")),
                optional(a, "costNanos"),
                a.path("startMicros").asLong(),
                a.path("latencyMicros").asLong());
    }

    private static Tokens readTokens(JsonNode t) {
        return new Tokens(
                t.path("input").asLong(),
                t.path("cachedInput").asLong(),
                t.path("cacheWrite").asLong(),
                t.path("cacheWrite1h").asLong(),
                t.path("output").asLong(),
                t.path("reasoning").asLong(),
                t.path("audioInput").asLong(),
                t.path("audioOutput").asLong());
    }
}
