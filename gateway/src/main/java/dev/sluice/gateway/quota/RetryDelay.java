package dev.sluice.gateway.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * After how many seconds a provider wants to be asked again: {@code retry-after-ms}, {@code retry-after} in seconds or as a
 * date (RFC 9110), or Google's {@code RetryInfo} in the error itself.
 */
final class RetryDelay {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MAX_SECONDS = Duration.ofDays(1).toSeconds();

    private RetryDelay() {}

    /** @return whole seconds, rounded up, at most a day; null when nothing is said that can be understood */
    static @Nullable Long seconds(Iterable<Map.Entry<String, String>> headers, byte[] body, InstantSource clock) {
        Double millis = number(ProviderLimits.first(headers, "retry-after-ms"));
        if (millis != null) {
            return whole(millis / 1000);
        }
        String after = ProviderLimits.first(headers, "retry-after");
        Double seconds = number(after);
        if (seconds == null) {
            seconds = after == null ? inBody(body) : untilDate(after, clock);
        }
        return seconds == null ? null : (Long) whole(seconds);
    }

    private static long whole(double seconds) {
        return (long) Math.ceil(Math.clamp(seconds, 0, MAX_SECONDS));
    }

    private static @Nullable Double number(@Nullable String text) {
        try {
            double value = text == null ? -1 : Double.parseDouble(text.strip());
            return value >= 0 ? value : null; // nor what is no number
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Double untilDate(String text, InstantSource clock) {
        try {
            ZonedDateTime date = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
            return Duration.between(clock.instant(), date.toInstant()).toMillis() / 1000.0;
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Double inBody(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            JsonNode error = (root.isArray() ? root.path(0) : root).path("error");
            for (JsonNode detail : error.path("details")) {
                String delay = detail.path("retryDelay").asText();
                if (detail.path("@type").asText().endsWith("google.rpc.RetryInfo") && delay.endsWith("s")) {
                    return number(delay.substring(0, delay.length() - 1));
                }
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }
}
