package dev.sluice.contract.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Usage records as JSON, one per line: in JetStream, and into ClickHouse. Thread-safe. */
public final class UsageJson {
    static final JsonFactory FACTORY =
            new JsonFactoryBuilder().rootValueSeparator("\n").build();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private UsageJson() {}

    /** Without a line break. */
    public static byte[] write(UsageRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(640);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            write(record, out);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    static void write(UsageRecord record, JsonGenerator out) throws IOException {
        out.writeStartObject();
        identity(out, record);
        parties(out, record);
        result(out, record);
        out.writeEndObject();
    }

    private static void identity(JsonGenerator out, UsageRecord r) throws IOException {
        out.writeStringField("instance", r.instance());
        out.writeNumberField("seq", r.seq());
        out.writeNumberField("version", r.version());
        out.writeStringField("id", r.id());
        text(out, "clientRequestId", r.clientRequestId());
        out.writeNumberField("time", r.timeMillis());
        out.writeNumberField("records", r.records());
    }

    private static void parties(JsonGenerator out, UsageRecord r) throws IOException {
        text(out, "endpoint", r.endpoint());
        text(out, "modelAsked", r.modelAsked());
        text(out, "model", r.model());
        text(out, "provider", r.provider());
        text(out, "account", r.account());
        text(out, "team", r.team());
        text(out, "user", r.user());
        text(out, "serviceAccount", r.serviceAccount());
        text(out, "key", r.key());
        text(out, "sessionId", r.sessionId());
        if (!r.metadata().isEmpty()) {
            out.writeObjectFieldStart("metadata");
            for (Map.Entry<String, String> entry : r.metadata().entrySet()) {
                out.writeStringField(entry.getKey(), entry.getValue());
            }
            out.writeEndObject();
        }
    }

    private static void result(JsonGenerator out, UsageRecord r) throws IOException {
        out.writeBooleanField("stream", r.stream());
        out.writeNumberField("status", r.status());
        out.writeStringField("outcome", r.outcome().wireName());
        text(out, "errorClass", r.errorClass());
        tokens(out, r.tokens());
        number(out, "costNanos", r.costNanos());
        out.writeBooleanField("estimated", r.estimated());
        out.writeNumberField("latencyMicros", r.latencyMicros());
        number(out, "firstTokenMicros", r.firstTokenMicros());
        out.writeNumberField("overheadMicros", r.overheadMicros());
        text(out, "cache", r.cache());
        out.writeNumberField("policyRevision", r.policyRevision());
        out.writeNumberField("priceRevision", r.priceRevision());
        out.writeArrayFieldStart("attempts");
        for (Attempt attempt : r.attempts()) {
            attempt(out, attempt);
        }
        out.writeEndArray();
    }

    private static void attempt(JsonGenerator out, Attempt a) throws IOException {
        out.writeStartObject();
        out.writeNumberField("n", a.n());
        out.writeStringField("kind", a.kind());
        text(out, "model", a.model());
        text(out, "account", a.account());
        out.writeNumberField("status", a.status());
        text(out, "errorClass", a.errorClass());
        tokens(out, a.tokens());
        number(out, "costNanos", a.costNanos());
        out.writeNumberField("startMicros", a.startMicros());
        out.writeNumberField("latencyMicros", a.latencyMicros());
        out.writeEndObject();
    }

    private static void tokens(JsonGenerator out, Tokens t) throws IOException {
        out.writeObjectFieldStart("tokens");
        out.writeNumberField("input", t.input());
        out.writeNumberField("cachedInput", t.cachedInput());
        out.writeNumberField("cacheWrite", t.cacheWrite());
        out.writeNumberField("cacheWrite1h", t.cacheWrite1h());
        out.writeNumberField("output", t.output());
        out.writeNumberField("reasoning", t.reasoning());
        out.writeEndObject();
    }

    private static void text(JsonGenerator out, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            out.writeStringField(name, value);
        }
    }

    private static void number(JsonGenerator out, String name, @Nullable Long value) throws IOException {
        if (value != null) {
            out.writeNumberField(name, value);
        }
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
                t.path("reasoning").asLong());
    }
}
