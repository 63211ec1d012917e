package dev.sluice.gateway.pipeline;

import dev.sluice.contract.limit.Admission;
import dev.sluice.gateway.error.GatewayError;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;

/**
 * The first request of a strict limit finds that this gateway holds no part of it yet. The part is asked for beside the requests
 * and comes in a moment, so such a request waits for it instead of being refused. On its event loop.
 */
final class LeaseWait {
    private static final long PAUSE_MS = 20;
    private static final int MOST = 35;

    private LeaseWait() {}

    /** @param waits of this request so far */
    static boolean isWorthIt(GatewayError error, int waits) {
        return waits < MOST
                && error instanceof GatewayError.LimitReached reached
                && reached.reason() == Admission.Reason.SHARE;
    }

    static void then(Runnable again) {
        Context context = Objects.requireNonNull(Vertx.currentContext(), "on an event loop");
        context.owner().setTimer(PAUSE_MS, _ -> again.run());
    }
}
