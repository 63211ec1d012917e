package dev.sluice.gateway.pipeline;

import dev.sluice.contract.limit.Reservation;
import dev.sluice.contract.limit.Standing;
import dev.sluice.contract.policy.LimitUnit;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayError.LimitReached;
import dev.sluice.gateway.wire.HeaderName;
import dev.sluice.gateway.wire.HeaderSink;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a request stands with its most constrained limits: {@code x-ratelimit-*}.
 *
 * @param requests null: no limit of requests matches
 * @param tokens null: no limit of tokens matches
 */
public record LimitHeaders(
        @Nullable Standing requests, @Nullable Standing tokens) {
    public static final LimitHeaders NONE = new LimitHeaders(null, null);
    private static final Names REQUESTS = new Names("requests");
    private static final Names TOKENS = new Names("tokens");

    private static final LimitUnit[] TOKEN_UNITS = {LimitUnit.TOKENS, LimitUnit.INPUT_TOKENS, LimitUnit.OUTPUT_TOKENS};

    private record Names(HeaderName limit, HeaderName remaining, HeaderName reset) {
        Names(String unit) {
            this(
                    HeaderName.of("x-ratelimit-limit-" + unit),
                    HeaderName.of("x-ratelimit-remaining-" + unit),
                    HeaderName.of("x-ratelimit-reset-" + unit));
        }

        boolean has(String header) {
            return limit.toString().equalsIgnoreCase(header)
                    || remaining.toString().equalsIgnoreCase(header)
                    || reset.toString().equalsIgnoreCase(header);
        }
    }

    static LimitHeaders of(Reservation reservation) {
        Standing requests = reservation.tightest(LimitUnit.REQUESTS);
        Standing tokens = null;
        for (LimitUnit unit : TOKEN_UNITS) {
            tokens = tokens == null ? reservation.tightest(unit) : tokens;
        }
        return requests == null && tokens == null ? NONE : new LimitHeaders(requests, tokens);
    }

    /** @return null when it is no limit that refuses */
    public static @Nullable LimitHeaders of(GatewayError error) {
        if (!(error instanceof LimitReached reached)) {
            return null;
        }
        Standing standing = reached.standing();
        return switch (standing.quota().unit()) {
            case REQUESTS -> new LimitHeaders(standing, null);
            case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS -> new LimitHeaders(null, standing);
            case USD, TOOL_CALLS, CONCURRENT -> NONE;
        };
    }

    /**
     * What a provider says of its own limits, and these. Of the same names these are told alone: they are what the client has to
     * keep to.
     */
    public void setIn(HeaderSink headers, Map<String, String> provider) {
        provider.forEach((name, value) -> {
            if (!tells(name)) {
                headers.set(name, value);
            }
        });
        tell(headers, REQUESTS, requests);
        tell(headers, TOKENS, tokens);
    }

    private boolean tells(String header) {
        return (requests != null && REQUESTS.has(header)) || (tokens != null && TOKENS.has(header));
    }

    private static void tell(HeaderSink headers, Names unit, @Nullable Standing standing) {
        if (standing != null) {
            headers.set(unit.limit(), standing.limit());
            headers.set(unit.remaining(), standing.remaining());
            if (standing.resetMillis() != Long.MAX_VALUE) {
                headers.setSeconds(unit.reset(), seconds(standing));
            }
        }
    }

    /** Until it is reset, if it ever is. */
    static long seconds(Standing standing) {
        return Math.ceilDiv(standing.resetMillis(), 1000);
    }
}
