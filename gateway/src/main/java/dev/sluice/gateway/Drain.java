package dev.sluice.gateway;

import dev.sluice.gateway.endpoint.DataPort;
import dev.sluice.gateway.pipeline.Load;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** The end of serving: what is in flight is finished first, or cut when it takes too long. */
final class Drain {
    private static final Logger LOG = Logger.getLogger(Drain.class);

    /** For what was cut to reach the clients. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private static final long LOOK_NANOS = 20_000_000;

    private final Duration delay;
    private final Duration timeout;
    private final Load load;
    private final DataPort port;
    private volatile boolean begun;

    /**
     * @param delay for as long as clients may not know
     * @param timeout the delay included
     */
    Drain(Duration delay, Duration timeout, Load load, DataPort port) {
        this.delay = delay;
        this.timeout = timeout;
        this.load = load;
        this.port = port;
    }

    /** From now on each answer is the last on its connection. */
    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    /** Blocks until nothing is in flight and clients may know, or the timeout is over and what was cut has been told. */
    void await() {
        long now = System.nanoTime();
        long known = now + delay.toNanos();
        long end = now + timeout.toNanos();
        awaitUntil(end, () -> System.nanoTime() >= known && load.inFlight() == 0);
        if (load.inFlight() > 0) {
            LOG.warnf("the drain timeout is over: %d requests in flight are cut", load.inFlight());
            cut(() -> load.inFlight() == 0);
        }
        if (load.shadows() > 0) {
            // Nobody waits for them; what they have taken until now is recorded.
            cut(() -> load.shadows() == 0);
        }
    }

    private void cut(BooleanSupplier done) {
        port.cut();
        awaitUntil(System.nanoTime() + LAST_WORDS.toNanos(), done);
    }

    private static void awaitUntil(long endNanos, BooleanSupplier condition) {
        while (!condition.getAsBoolean() && System.nanoTime() < endNanos) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
