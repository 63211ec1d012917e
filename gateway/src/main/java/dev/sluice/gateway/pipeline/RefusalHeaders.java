package dev.sluice.gateway.pipeline;

import dev.sluice.contract.limit.Standing;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.wire.HeaderMap;
import dev.sluice.gateway.wire.HeaderName;

/** What an error says of coming again: when, whether it is of any use, and whose limit it was; the same in every dialect. */
public final class RefusalHeaders {
    private static final HeaderName LIMITED_BY = HeaderName.of("x-sluice-limited-by");
    private static final HeaderName SHOULD_RETRY = HeaderName.of("x-should-retry");
    private static final HeaderName RETRY_AFTER = HeaderName.of("retry-after");
    /** In seconds, the least that can be said. */
    private static final long SOON = 1;

    private RefusalHeaders() {}

    /** To be called before the provider's own headers are set: it may know better. */
    public static void setIn(HeaderMap headers, GatewayError error) {
        switch (error) {
            case GatewayError.PolicyUnavailable _, GatewayError.Shed _ -> headers.set(RETRY_AFTER, SOON);
            case GatewayError.LimitReached reached -> gateway(headers, reached);
            case GatewayError.Upstream upstream -> provider(headers, upstream);
            case GatewayError.Unauthenticated _,
                    GatewayError.ConflictingKeys _,
                    GatewayError.InvalidRequest _,
                    GatewayError.UnsupportedParameter _,
                    GatewayError.UnsupportedContent _,
                    GatewayError.ModelNotAllowed _,
                    GatewayError.AddressNotAllowed _,
                    GatewayError.ExplainNotAllowed _,
                    GatewayError.UnknownModel _,
                    GatewayError.UnknownPath _,
                    GatewayError.WrongMethod _,
                    GatewayError.TooLarge _,
                    GatewayError.Internal _ -> {}
        }
    }

    private static void gateway(HeaderMap headers, GatewayError.LimitReached reached) {
        headers.set(LIMITED_BY, "gateway");
        Standing standing = reached.standing();
        if (standing.resetMillis() != Long.MAX_VALUE) {
            headers.set(RETRY_AFTER, Math.max(SOON, LimitHeaders.seconds(standing)));
        }
        if (reached.isBudget() || standing.isTooMuch()) {
            headers.set(SHOULD_RETRY, "false");
        }
    }

    private static void provider(HeaderMap headers, GatewayError.Upstream error) {
        if (StatusOf.error(error) == 429) {
            headers.set(LIMITED_BY, "provider");
        }
        if (error.kind() == UpstreamClass.QUOTA_EXHAUSTED) {
            headers.set(SHOULD_RETRY, "false");
        }
    }
}
