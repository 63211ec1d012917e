package dev.sluice.gateway.pipeline;

import dev.sluice.contract.limit.Reservation;
import dev.sluice.contract.limit.Standing;
import dev.sluice.contract.policy.LimitUnit;
import dev.sluice.gateway.error.GatewayError;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a request stands with its most constrained limits: {@code x-ratelimit-*}, and of a refusal when to come again. */
public record LimitHeaders(Map<String, String> headers) {
    public static final LimitHeaders NONE = new LimitHeaders(Map.of());

    private static final LimitUnit[] TOKENS = {LimitUnit.TOKENS, LimitUnit.INPUT_TOKENS, LimitUnit.OUTPUT_TOKENS};

    static LimitHeaders of(Reservation reservation) {
        Standing requests = reservation.tightest(LimitUnit.REQUESTS);
        Standing tokens = null;
        for (LimitUnit unit : TOKENS) {
            tokens = tokens == null ? reservation.tightest(unit) : tokens;
        }
        if (requests == null && tokens == null) {
            return NONE;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        tell(headers, "requests", requests);
        tell(headers, "tokens", tokens);
        return new LimitHeaders(headers);
    }

    /** @return null when it is no limit that refuses */
    public static @Nullable LimitHeaders of(GatewayError error) {
        if (!(error instanceof GatewayError.LimitReached reached)) {
            return null;
        }
        Standing standing = reached.standing();
        Map<String, String> headers = new LinkedHashMap<>();
        switch (standing.quota().unit()) {
            case REQUESTS -> tell(headers, "requests", standing);
            case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS -> tell(headers, "tokens", standing);
            case USD, TOOL_CALLS, CONCURRENT -> {}
        }
        headers.put("x-sluice-limited-by", "gateway");
        if (standing.resetMillis() != Long.MAX_VALUE) {
            headers.put("retry-after", Long.toString(Math.max(1, seconds(standing))));
        }
        if (reached.isBudget()) {
            headers.put("x-should-retry", "false");
        }
        return new LimitHeaders(headers);
    }

    private static void tell(Map<String, String> headers, String unit, @Nullable Standing standing) {
        if (standing != null) {
            headers.put("x-ratelimit-limit-" + unit, Long.toString(standing.limit()));
            headers.put("x-ratelimit-remaining-" + unit, Long.toString(standing.remaining()));
            if (standing.resetMillis() != Long.MAX_VALUE) {
                headers.put("x-ratelimit-reset-" + unit, seconds(standing) + "s");
            }
        }
    }

    private static long seconds(Standing standing) {
        return Math.ceilDiv(standing.resetMillis(), 1000);
    }
}
