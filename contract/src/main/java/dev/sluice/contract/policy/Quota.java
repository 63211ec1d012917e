package dev.sluice.contract.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * One limit, compiled.
 *
 * @param amount in counts, tokens or nano-dollars; 0 blocks all
 */
public record Quota(LimitUnit unit, long amount, Span span) {

    /** The time over which is counted. */
    public sealed interface Span {
        /** As in manifests and answers: {@code 1m}, {@code month}; empty for what is in flight. */
        String wireName();
    }

    /** Any stretch of time of that length. */
    public record Sliding(long millis) implements Span {
        @Override
        public String wireName() {
            return Durations.format(Duration.ofMillis(millis));
        }
    }

    /** From one date to the next. */
    public record Calendar(Period period, ZoneId zone) implements Span {
        @Override
        public String wireName() {
            return period.wireName();
        }
    }

    /** What goes on at the moment. */
    public record InFlight() implements Span {
        @Override
        public String wireName() {
            return "";
        }
    }

    /** Names the counter: limits that differ in nothing but the amount share it, so that an edit forgets nothing. */
    public record Key(LimitUnit unit, Span span) {
        /** Short, and the same on every gateway. */
        public String wireName() {
            String zone =
                    span instanceof Calendar calendar ? "/" + calendar.zone().getId() : "";
            return unit.wireName() + "/" + span.wireName() + zone;
        }

        /** Reads {@link #wireName()}; empty when a newer gateway wrote it. */
        public static Optional<Key> parse(String text) {
            String[] parts = text.split("/", 3);
            try {
                LimitUnit unit = LimitUnit.of(parts[0]);
                if (parts.length == 3) {
                    return Optional.of(new Key(unit, new Calendar(Period.of(parts[1]), ZoneId.of(parts[2]))));
                }
                Span span = parts.length < 2 || parts[1].isEmpty()
                        ? new InFlight()
                        : new Sliding(Durations.parse(parts[1]).toMillis());
                return Optional.of(new Key(unit, span));
            } catch (InvalidField | DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    public Key key() {
        return new Key(unit, span);
    }
}
