package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.Failover;
import dev.sluice.gateway.error.GatewayError;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How long to wait before the same target is asked again, if it is. */
final class RetryPause {
    private static final int MOST_DOUBLINGS = 6;

    private RetryPause() {}

    /**
     * What the provider asks for; else anything up to the backoff, so that clients that failed together do not come back together.
     *
     * @param tries that the target has had
     * @param leftMillis until the request's deadline
     * @return milliseconds; null: another target is better
     */
    static @Nullable Long after(Failover failover, GatewayError error, int tries, long leftMillis) {
        if (!(error instanceof GatewayError.Upstream upstream)
                || tries >= failover.tries()
                || !failover.retries(error.errorClass())) {
            return null;
        }
        Map<String, String> told = upstream.limits().headers();
        if ("false".equals(told.get("x-should-retry"))) {
            return null;
        }
        String asked = told.get("retry-after");
        long pause = asked == null ? jittered(failover, tries) : Long.parseLong(asked) * 1000;
        return (asked != null && pause > failover.maxRetryAfterMillis()) || pause >= leftMillis ? null : (Long) pause;
    }

    private static long jittered(Failover failover, int tries) {
        long most = failover.backoffMillis() << Math.min(tries - 1, MOST_DOUBLINGS);
        return ThreadLocalRandom.current().nextLong(most + 1);
    }
}
