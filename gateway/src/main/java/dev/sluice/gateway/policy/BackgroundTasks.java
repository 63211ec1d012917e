package dev.sluice.gateway.policy;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One daemon thread for work beside the requests. A task that fails is logged, and periodic ones go on. */
public final class BackgroundTasks implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BackgroundTasks.class);

    private final ScheduledExecutorService thread;
    private final String name;

    public BackgroundTasks(String name) {
        this.name = name;
        thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /** Runs the task after those before it. */
    public void run(Runnable task) {
        after(Duration.ZERO, task);
    }

    public void after(Duration delay, Runnable task) {
        try {
            Future<?> _ = thread.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debugf("%s is stopped", name);
        }
    }

    /** @param period between the end of one run and the start of the next; the first run is after one period */
    public void every(Duration period, Runnable task) {
        Future<?> _ = thread.scheduleWithFixedDelay(
                () -> guarded(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "a task of %s failed", name);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
