package dev.sluice.gateway.quota;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When a limit is full again, as a duration such as {@code 6m0s}: vendors say it so, in seconds, or as a point of time. */
final class ResetTime {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(\\.\\d{1,9})?(h|ms|m|s|us|ns)){1,4}");
    private static final Pattern PART = Pattern.compile("(\\d{1,13}(?:\\.\\d{1,9})?)(h|ms|m|s|us|ns)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,13}(\\.\\d{1,9})?");
    /** Seconds up to here are a duration, beyond since 1970; and thousandths of them beyond this a thousand times. */
    private static final long EPOCH_SECONDS = 1_000_000_000L;

    private ResetTime() {}

    /** @return null when it is none of these */
    static @Nullable String told(String value, InstantSource clock) {
        if (DURATION.matcher(value).matches()) {
            return value;
        }
        if (NUMBER.matcher(value).matches()) {
            long whole = new BigDecimal(value).longValue();
            if (whole < EPOCH_SECONDS) {
                return value + "s";
            }
            boolean millis = whole >= EPOCH_SECONDS * 1000;
            return until(millis ? Instant.ofEpochMilli(whole) : Instant.ofEpochSecond(whole), clock);
        }
        try {
            return until(OffsetDateTime.parse(value).toInstant(), clock);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Of what {@link #told} has returned. */
    static long millis(String duration) {
        double seconds = 0;
        Matcher parts = PART.matcher(duration);
        while (parts.find()) {
            double unit = switch (parts.group(2)) {
                case "h" -> 3600;
                case "m" -> 60;
                case "s" -> 1;
                case "ms" -> 1e-3;
                case "us" -> 1e-6;
                default -> 1e-9;
            };
            seconds += Double.parseDouble(parts.group(1)) * unit;
        }
        return (long) Math.ceil(seconds * 1000);
    }

    private static String until(Instant time, InstantSource clock) {
        long millis = Math.max(0, Duration.between(clock.instant(), time).toMillis());
        Duration left = Duration.ofSeconds((millis + 999) / 1000);
        String hours = left.toHours() > 0 ? left.toHours() + "h" : "";
        String minutes = left.toMinutes() > 0 ? left.toMinutesPart() + "m" : "";
        return hours + minutes + left.toSecondsPart() + "s";
    }
}
