package dev.sluice.gateway.quota;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said of its limits beside a reply, as the headers that a client gets.
 *
 * @param headers by name, lower-cased: {@code x-ratelimit-…}, {@code retry-after} in whole seconds, {@code x-should-retry}
 */
public record ProviderLimits(Map<String, String> headers) {
    public static final ProviderLimits NONE = new ProviderLimits(Map.of());

    /** Nothing that a client could do harm with is as long. */
    private static final int MAX_VALUE = 64;

    private static final String OWN = "anthropic-ratelimit-";

    /** Of a reply that is a success: how much is left. */
    public static ProviderLimits ofReply(
            Iterable<Map.Entry<String, String>> replyHeaders, boolean sameDialect, InstantSource clock) {
        RateLimitHeaders limits = new RateLimitHeaders();
        Map<String, String> own = null;
        for (Map.Entry<String, String> header : replyHeaders) {
            if (limits.read(header.getKey(), header.getValue())
                    && sameDialect
                    && header.getKey().regionMatches(true, 0, OWN, 0, OWN.length())
                    && isPlain(header.getValue())) {
                own = own == null ? new LinkedHashMap<>() : own;
                own.put(header.getKey(), header.getValue());
            }
        }
        if (limits.isEmpty()) {
            return NONE;
        }
        Map<String, String> told = own == null ? new LinkedHashMap<>() : own;
        limits.tell(told, clock);
        return new ProviderLimits(told);
    }

    /**
     * Of a reply that is an error: also when to come again, and whether.
     *
     * @param body may be anything
     * @param sameDialect whether the client knows the provider's own headers
     */
    public static ProviderLimits ofError(
            Iterable<Map.Entry<String, String>> replyHeaders, byte[] body, boolean sameDialect, InstantSource clock) {
        Map<String, String> told =
                new LinkedHashMap<>(ofReply(replyHeaders, sameDialect, clock).headers());
        Long seconds = RetryDelay.seconds(replyHeaders, body, clock);
        if (seconds != null) {
            told.put("retry-after", Long.toString(seconds));
        }
        String again = first(replyHeaders, "x-should-retry");
        if (again != null && (again.equals("true") || again.equals("false"))) {
            told.put("x-should-retry", again);
        }
        return told.isEmpty() ? NONE : new ProviderLimits(told);
    }

    /** For how many milliseconds the provider is better left alone; null when it has not said. */
    public @Nullable Long pauseMillis() {
        if (headers.isEmpty()) {
            return null;
        }
        String after = headers.get("retry-after");
        if (after != null) {
            return Long.parseLong(after) * 1000;
        }
        Long pause = null;
        for (String unit : RateLimitHeaders.UNITS) {
            String reset = headers.get("x-ratelimit-reset-" + unit);
            if (reset != null && "0".equals(headers.get("x-ratelimit-remaining-" + unit))) {
                pause = Math.max(pause == null ? 0 : pause, ResetTime.millis(reset));
            }
        }
        return pause;
    }

    static @Nullable String first(Iterable<Map.Entry<String, String>> headers, String name) {
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }

    private static boolean isPlain(String value) {
        return value.length() <= MAX_VALUE && value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
