package dev.sluice.gateway.credential;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where exchanges run: one timer thread, made when it is first needed, and a virtual thread for each exchange, of which only so
 * many do something at a time. Closing it gives up what has not begun.
 */
final class RefreshThreads implements AutoCloseable {
    private static final int AT_A_TIME = 16;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("credentials").daemon().factory());
    private final Executor workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("credential-", 0).factory());
    private final Semaphore permits = new Semaphore(AT_A_TIME);

    void after(Duration delay, Runnable task) {
        try {
            Future<?> _ = timer.schedule(() -> workers.execute(() -> run(task)), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return; // closed: the process stops
        }
    }

    private void run(Runnable task) {
        permits.acquireUninterruptibly();
        try {
            task.run();
        } finally {
            permits.release();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
