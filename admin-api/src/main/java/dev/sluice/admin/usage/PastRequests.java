package dev.sluice.admin.usage;

import dev.sluice.contract.usage.Tokens;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Requests of a stretch of time, one after the other in the order in which they came, so that their number costs no memory. */
@Singleton
public final class PastRequests {
    /** Those that came as far as access and limits. */
    private static final String DECIDED = "AND (outcome != 'refused' OR error_class = 'not_allowed')";

    private static final String COLUMNS = """
            SELECT toUnixTimestamp64Milli(time) AS at, latency_us, endpoint, model_asked, model, team, user, service_account, key,
                input_tokens, cached_input_tokens, cache_write_tokens, cache_write_1h_tokens, output_tokens,
                reasoning_tokens, audio_input_tokens, audio_output_tokens, cost_nanos, metadata, records
            FROM sluice.requests FINAL""";

    private final Analytics analytics;

    PastRequests(Analytics analytics) {
        this.analytics = analytics;
    }

    /** How many rows there are, before they are deduplicated. */
    public long count(Instant from, Instant to) {
        long[] count = new long[1];
        Sql sql = new TimeRange(from, to).where(new Sql().add("SELECT count() AS n FROM sluice.requests"));
        analytics.query(sql.add(DECIDED), row -> count[0] = row.getLong("n"));
        return count[0];
    }

    /**
     * @param oneOf so many is read, chosen by its id
     * @param next takes a request; false: that is enough
     */
    public void read(Instant from, Instant to, long oneOf, Duration patience, Predicate<PastRequest> next) {
        Sql sql = new TimeRange(from, to).where(new Sql().add(COLUMNS)).add(DECIDED);
        if (oneOf > 1) {
            sql.add("AND cityHash64(id) % ? = 0", oneOf);
        }
        analytics.stream(sql.add("ORDER BY time"), patience, row -> next.test(request(row)));
    }

    private static PastRequest request(ResultSet row) throws SQLException {
        Tokens tokens = Tokens.of(row.getLong("input_tokens"), row.getLong("output_tokens"))
                .withCachedInput(row.getLong("cached_input_tokens"))
                .withCacheWrite(row.getLong("cache_write_tokens"))
                .withCacheWrite1h(row.getLong("cache_write_1h_tokens"))
                .withReasoning(row.getLong("reasoning_tokens"))
                .withAudio(row.getLong("audio_input_tokens"), row.getLong("audio_output_tokens"));
        return new PastRequest(
                row.getLong("at"),
                row.getLong("latency_us") / 1000,
                row.getString("endpoint"),
                row.getString("model_asked"),
                row.getString("model"),
                row.getString("team"),
                row.getString("user"),
                row.getString("service_account"),
                row.getString("key"),
                tokens,
                row.getLong("cost_nanos"),
                metadata(row.getObject("metadata")),
                row.getLong("records"));
    }

    private static Map<String, String> metadata(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
            return Map.of();
        }
        Map<String, String> metadata = new HashMap<>();
        map.forEach((key, text) -> metadata.put(String.valueOf(key), String.valueOf(text)));
        return metadata;
    }
}
