package dev.sluice.admin.usage;

import dev.sluice.admin.problem.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** From, inclusive, to, exclusive; at most 31 days. */
record TimeRange(Instant from, Instant to) {
    private static final Duration LONGEST = Duration.ofDays(31);

    static TimeRange of(@Nullable String from, @Nullable String to, Duration usual) {
        Instant end = to == null ? Instant.now() : instant(to, "to");
        Instant begin = from == null ? end.minus(usual) : instant(from, "from");
        if (!begin.isBefore(end)) {
            throw Refusal.field("from", "must be before to");
        }
        if (Duration.between(begin, end).compareTo(LONGEST) > 0) {
            throw Refusal.field("from", "must be at most 31 days before to");
        }
        return new TimeRange(begin, end);
    }

    static Instant instant(String text, String field) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refusal.field(field, "is not a time: write 2026-01-31T12:00:00Z");
        }
    }

    /** Adds the condition on {@code time}, which is also what ClickHouse prunes by. */
    Sql where(Sql sql) {
        return sql.add(
                "WHERE time >= fromUnixTimestamp64Milli(?, 'UTC') AND time < fromUnixTimestamp64Milli(?, 'UTC')",
                from.toEpochMilli(),
                to.toEpochMilli());
    }
}
