package dev.sluice.gateway.pipeline;

import dev.sluice.contract.limit.Reservation;
import dev.sluice.contract.limit.Standing;
import dev.sluice.contract.policy.LimitUnit;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayError.LimitReached;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * How a request stands with its most constrained limits: {@code x-ratelimit-*}, and of a refusal when to come again.
 *
 * @param requests null: no limit of requests matches
 * @param tokens null: no limit of tokens matches
 * @param refusal null: it was not refused
 */
public record LimitHeaders(
        @Nullable Standing requests,
        @Nullable Standing tokens,
        @Nullable LimitReached refusal) {
    public static final LimitHeaders NONE = new LimitHeaders(null, null, null);
    private static final Names REQUESTS = new Names("requests");
    private static final Names TOKENS = new Names("tokens");
    private static final CharSequence LIMITED_BY = HttpHeaders.createOptimized("x-sluice-limited-by");
    private static final CharSequence SHOULD_RETRY = HttpHeaders.createOptimized("x-should-retry");

    private static final LimitUnit[] TOKEN_UNITS = {LimitUnit.TOKENS, LimitUnit.INPUT_TOKENS, LimitUnit.OUTPUT_TOKENS};

    private record Names(CharSequence limit, CharSequence remaining, CharSequence reset) {
        Names(String unit) {
            this(
                    HttpHeaders.createOptimized("x-ratelimit-limit-" + unit),
                    HttpHeaders.createOptimized("x-ratelimit-remaining-" + unit),
                    HttpHeaders.createOptimized("x-ratelimit-reset-" + unit));
        }
    }

    static LimitHeaders of(Reservation reservation) {
        Standing requests = reservation.tightest(LimitUnit.REQUESTS);
        Standing tokens = null;
        for (LimitUnit unit : TOKEN_UNITS) {
            tokens = tokens == null ? reservation.tightest(unit) : tokens;
        }
        return requests == null && tokens == null ? NONE : new LimitHeaders(requests, tokens, null);
    }

    /** @return null when it is no limit that refuses */
    public static @Nullable LimitHeaders of(GatewayError error) {
        if (!(error instanceof LimitReached reached)) {
            return null;
        }
        Standing standing = reached.standing();
        return switch (standing.quota().unit()) {
            case REQUESTS -> new LimitHeaders(standing, null, reached);
            case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS -> new LimitHeaders(null, standing, reached);
            case USD, TOOL_CALLS, CONCURRENT -> new LimitHeaders(null, null, reached);
        };
    }

    /** In place of those of the same names, be they a provider's: these are what the client has to keep to. */
    public void setIn(MultiMap headers) {
        tell(headers, REQUESTS, requests);
        tell(headers, TOKENS, tokens);
        if (refusal != null) {
            headers.set(LIMITED_BY, "gateway");
            Standing standing = refusal.standing();
            if (standing.resetMillis() != Long.MAX_VALUE) {
                headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, seconds(standing))));
            }
            if (refusal.isBudget()) {
                headers.set(SHOULD_RETRY, "false");
            }
        }
    }

    private static void tell(MultiMap headers, Names unit, @Nullable Standing standing) {
        if (standing != null) {
            headers.set(unit.limit(), Long.toString(standing.limit()));
            headers.set(unit.remaining(), Long.toString(standing.remaining()));
            if (standing.resetMillis() != Long.MAX_VALUE) {
                headers.set(unit.reset(), seconds(standing) + "s");
            }
        }
    }

    private static long seconds(Standing standing) {
        return Math.ceilDiv(standing.resetMillis(), 1000);
    }
}
