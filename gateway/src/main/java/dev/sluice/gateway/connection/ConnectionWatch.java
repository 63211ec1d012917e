package dev.sluice.gateway.connection;

import dev.sluice.gateway.wire.HeaderLines;
import dev.sluice.gateway.wire.ReplyWriter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;

/**
 * Looks now and then at the connections of one event loop on which a request has begun to come and is not there yet: most
 * requests come in one read, and never get here. Belongs to its loop.
 */
final class ConnectionWatch implements Handler<HttpConnection> {
    private static final long LEAST_PERIOD_MS = 50;
    private static final long MOST_PERIOD_MS = 1_000;
    private static final long SOON_MS = 1;
    /**
     * Connections that were opened together are late together, and to end one takes 12 µs at best: meanwhile nobody is served,
     * and nothing is read that a late client has sent at last.
     */
    static final int MOST_ENDED_AT_ONCE = 4;

    private final Connections connections;
    private final long headNanos;
    private final long bodyNanos;
    private final long periodMillis;
    private final List<ClientConnection> incomplete = new ArrayList<>();
    private final HeaderLines lines = new HeaderLines();

    ConnectionWatch(Connections connections, Connections.Bounds bounds) {
        this.connections = connections;
        headNanos = bounds.head().toNanos();
        bodyNanos = bounds.body().toNanos();
        long shorter = TimeUnit.NANOSECONDS.toMillis(Math.min(headNanos, bodyNanos));
        periodMillis = Math.clamp(shorter / 4, LEAST_PERIOD_MS, MOST_PERIOD_MS);
    }

    /**
     * Begins to look: what is late is noticed a quarter of its time later at most; many are ended some thousands a second.
     *
     * @param timer runs a task once, after so many milliseconds, on the loop
     */
    void start(ObjLongConsumer<Runnable> timer) {
        sweepAfter(periodMillis, timer);
    }

    private void sweepAfter(long millis, ObjLongConsumer<Runnable> timer) {
        timer.accept(
                () -> {
                    boolean more = false;
                    try {
                        more = sweep(System.nanoTime());
                    } finally {
                        sweepAfter(more ? SOON_MS : periodMillis, timer);
                    }
                },
                millis);
    }

    /** A new connection, after its TLS handshake. */
    @Override
    public void handle(HttpConnection connection) {
        // Vert.x offers no public way to the channel; SlowClientsTest fails when an upgrade closes this one.
        ConnectionBase base = (ConnectionBase) connection;
        Channel channel = base.channel();
        if (!connections.opened()) {
            var _ = channel.close();
            return;
        }
        channel.closeFuture().addListener(_ -> connections.closed());
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
        ClientConnection client = new ClientConnection(this, System.nanoTime());
        channel.attr(ClientConnection.OF_CHANNEL).set(client);
        pipeline.addBefore(decoder.name(), "client-bytes", client.bytes());
        pipeline.addBefore(base.channelHandlerContext().name(), "client-messages", client);
        ReplyWriter.add(channel, lines);
        incomplete.add(client);
    }

    /** To be called when a read has ended within a request, unless it has been, and was not dropped since. */
    void watch(ClientConnection client) {
        incomplete.add(client);
    }

    /**
     * @param now of {@link System#nanoTime()}
     * @return whether late ones are left: to be called again when the loop has served others
     */
    boolean sweep(long now) {
        int kept = 0;
        int ended = 0;
        for (int i = 0; i < incomplete.size(); i++) {
            ClientConnection client = incomplete.get(i);
            if (!client.isToBeWatched()) {
                continue;
            }
            if (!client.isLate(now, headNanos, bodyNanos)) {
                incomplete.set(kept++, client);
            } else if (ended == MOST_ENDED_AT_ONCE) {
                incomplete.subList(kept, i).clear(); // the oldest stand in front: the next look need not go far
                return true;
            } else {
                ended++;
                connections.countTimeout();
                client.end();
            }
        }
        incomplete.subList(kept, incomplete.size()).clear();
        return false;
    }
}
