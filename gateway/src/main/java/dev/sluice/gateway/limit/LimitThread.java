package dev.sluice.gateway.limit;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The one thread on which limits are kept. A task that fails is logged, and the periodic one goes on. What is handed over after
 * the end is dropped.
 */
final class LimitThread implements Executor {
    private static final Logger LOG = Logger.getLogger(LimitThread.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("limits").daemon().factory());

    @Override
    public void execute(Runnable task) {
        try {
            thread.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("limits are stopped");
        }
    }

    void every(long periodMillis, Runnable task) {
        Future<?> _ = thread.scheduleWithFixedDelay(() -> guarded(task), 0, periodMillis, TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("keeping limits failed, and is tried again", e);
        }
    }

    /** Drops what waits. */
    void end() {
        thread.shutdownNow();
    }
}
