package dev.sluice.e2e.product;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for something to become so. */
public final class Waiting {
    private Waiting() {}

    /** @throws AssertionError when it is still not so after the limit */
    public static void until(Duration limit, String what, Callable<Boolean> condition) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("waited " + limit + " in vain for " + what);
                }
                Thread.sleep(50);
            }
        } catch (AssertionError e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("waiting for " + what + " failed", e);
        }
    }
}
