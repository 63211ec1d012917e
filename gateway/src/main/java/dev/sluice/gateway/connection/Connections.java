package dev.sluice.gateway.connection;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
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
        watch.start((task, millis) -> vertx.setTimer(millis, _ -> task.run()));
        return watch;
    }

    /**
     * To be called by what handles a request's head: its body goes to the sink, and of it the server only hears the end.
     *
     * @return false: the server has the body, since the connection is not one of these, or since the request had to wait
     *     for the one before
     */
    public static boolean sendBody(HttpConnection connection, BodySink sink) {
        if (!(connection instanceof ConnectionBase base)) {
            return false;
        }
        ClientConnection client =
                base.channel().attr(ClientConnection.OF_CHANNEL).get();
        return client != null && client.send(sink);
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
