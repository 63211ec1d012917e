package dev.sluice.admin.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts of one request, as the gateway wrote them. */
final class AttemptLog {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AttemptLog() {}

    /** @param startMs since the request's admission */
    public record Entry(
            int n,
            String kind,
            String model,
            String account,
            int status,
            @Nullable String errorClass,
            TokenCounts tokens,
            @Nullable String costUsd,
            double startMs,
            double latencyMs) {}

    static List<Entry> read(@Nullable String json) {
        List<Entry> entries = new ArrayList<>();
        try {
            for (JsonNode attempt : JSON.readTree(json == null || json.isEmpty() ? "[]" : json)) {
                entries.add(entry(attempt));
            }
        } catch (JsonProcessingException e) {
            // A row from before its form was settled: the request is shown without it.
            return List.of();
        }
        return entries;
    }

    private static Entry entry(JsonNode a) {
        JsonNode t = a.path("tokens");
        return new Entry(
                a.path("n").asInt(),
                a.path("kind").asText("primary"),
                a.path("model").asText(""),
                a.path("account").asText(""),
                a.path("status").asInt(),
                a.path("errorClass").asText("").isEmpty()
                        ? null
                        : a.path("errorClass").asText(),
                new TokenCounts(
                        t.path("input").asLong(),
                        t.path("cachedInput").asLong(),
                        t.path("cacheWrite").asLong() + t.path("cacheWrite1h").asLong(),
                        t.path("output").asLong(),
                        t.path("reasoning").asLong(),
                        t.path("audioInput").asLong(),
                        t.path("audioOutput").asLong()),
                a.hasNonNull("costNanos") ? Money.usd(a.path("costNanos").asLong()) : null,
                a.path("startMicros").asLong() / 1000.0,
                a.path("latencyMicros").asLong() / 1000.0);
    }
}
