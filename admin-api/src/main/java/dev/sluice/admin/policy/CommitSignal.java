package dev.sluice.admin.policy;

import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes whoever carries commits to the gateways. Several signals before somebody looks are one. */
@Singleton
public final class CommitSignal {
    private final Semaphore raised = new Semaphore(0);

    public void raise() {
        raised.release();
    }

    /** Returns when it was raised, or after the time. */
    public void await(long millis) throws InterruptedException {
        if (raised.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            raised.drainPermits();
        }
    }
}
