package dev.sluice.gateway.pipeline;

import dev.sluice.contract.limit.Reservation;
import dev.sluice.contract.limit.Standing;
import dev.sluice.contract.policy.LimitUnit;
import dev.sluice.gateway.error.GatewayError;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a request stands with its most constrained limits: {@code x-ratelimit-*}, and of a refusal when to come again. */
public record LimitHeaders(List<Header> headers) {
    public static final LimitHeaders NONE = new LimitHeaders(List.of());
    private static final Names REQUESTS = new Names("requests");
    private static final Names TOKEN = new Names("tokens");
    private static final CharSequence LIMITED_BY = HttpHeaders.createOptimized("x-sluice-limited-by");
    private static final CharSequence SHOULD_RETRY = HttpHeaders.createOptimized("x-should-retry");

    private static final LimitUnit[] TOKENS = {LimitUnit.TOKENS, LimitUnit.INPUT_TOKENS, LimitUnit.OUTPUT_TOKENS};

    /** One of them. */
    public record Header(CharSequence name, String value) {}

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
        for (LimitUnit unit : TOKENS) {
            tokens = tokens == null ? reservation.tightest(unit) : tokens;
        }
        if (requests == null && tokens == null) {
            return NONE;
        }
        List<Header> headers = new ArrayList<>(6);
        tell(headers, REQUESTS, requests);
        tell(headers, TOKEN, tokens);
        return new LimitHeaders(headers);
    }

    /** @return null when it is no limit that refuses */
    public static @Nullable LimitHeaders of(GatewayError error) {
        if (!(error instanceof GatewayError.LimitReached reached)) {
            return null;
        }
        Standing standing = reached.standing();
        List<Header> headers = new ArrayList<>(6);
        switch (standing.quota().unit()) {
            case REQUESTS -> tell(headers, REQUESTS, standing);
            case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS -> tell(headers, TOKEN, standing);
            case USD, TOOL_CALLS, CONCURRENT -> {}
        }
        headers.add(new Header(LIMITED_BY, "gateway"));
        if (standing.resetMillis() != Long.MAX_VALUE) {
            headers.add(new Header(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, seconds(standing)))));
        }
        if (reached.isBudget()) {
            headers.add(new Header(SHOULD_RETRY, "false"));
        }
        return new LimitHeaders(headers);
    }

    private static void tell(List<Header> headers, Names unit, @Nullable Standing standing) {
        if (standing != null) {
            headers.add(new Header(unit.limit(), Long.toString(standing.limit())));
            headers.add(new Header(unit.remaining(), Long.toString(standing.remaining())));
            if (standing.resetMillis() != Long.MAX_VALUE) {
                headers.add(new Header(unit.reset(), seconds(standing) + "s"));
            }
        }
    }

    private static long seconds(Standing standing) {
        return Math.ceilDiv(standing.resetMillis(), 1000);
    }
}
