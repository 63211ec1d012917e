package dev.sluice.gateway.connection;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The clients' connections of all event loops. Thread-safe. */
public final class Connections {
    private final Bounds bounds;
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final LongAdder timedOut = new LongAdder();

    /**
     * @param most at once
     * @param head from a request's first byte to the end of its head; the first one's from the opening of the connection
     * @param body between two bytes of it
     */
    public record Bounds(int most, Duration head, Duration body) {
        /** Of a port that is not for clients. */
        public static final Bounds NONE = new Bounds(Integer.MAX_VALUE, Duration.ofHours(1), Duration.ofHours(1));
    }

    public Connections(Bounds bounds) {
        this.bounds = bounds;
    }

    /** For the server of one event loop; to be called on that loop, whose timers it takes one of. */
    public Handler<HttpConnection> onLoop(Vertx vertx) {
        ConnectionWatch watch = new ConnectionWatch(this, bounds);
        vertx.setPeriodic(ConnectionWatch.periodMillis(bounds), _ -> watch.sweep(System.nanoTime()));
        return watch;
    }

    /** @return false: it is one too many, and has been counted as such */
    boolean opened() {
        if (open.incrementAndGet() > bounds.most()) {
            open.decrementAndGet();
            refused.increment();
            return false;
        }
        return true;
    }

    void closed() {
        open.decrementAndGet();
    }

    void countTimeout() {
        timedOut.increment();
    }

    public int open() {
        return open.get();
    }

    /** Connections that were one too many. */
    public long refused() {
        return refused.sum();
    }

    /** Connections that were ended because a request took too long to come. */
    public long timedOut() {
        return timedOut.sum();
    }
}
