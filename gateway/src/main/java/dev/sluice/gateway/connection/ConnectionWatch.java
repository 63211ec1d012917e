package dev.sluice.gateway.connection;

import dev.sluice.gateway.wire.HeaderLines;
import dev.sluice.gateway.wire.ReplyWriter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks now and then at the connections of one event loop on which a request has begun to come and is not there yet: most
 * requests come in one read, and never get here. Belongs to its loop.
 */
final class ConnectionWatch implements Handler<HttpConnection> {
    private static final long LEAST_PERIOD_MS = 50;
    private static final long MOST_PERIOD_MS = 1_000;
    /**
     * Connections that were opened together are late together, and to end one takes 10 µs, or 200 where that is rarely done:
     * meanwhile nobody is served, and nothing is read that a late client has sent at last.
     */
    private static final int MOST_ENDED_AT_ONCE = 4;

    private final Connections connections;
    private final long headNanos;
    private final long bodyNanos;
    private final List<ClientConnection> incomplete = new ArrayList<>();
    private final HeaderLines lines = new HeaderLines();

    ConnectionWatch(Connections connections, Connections.Bounds bounds) {
        this.connections = connections;
        headNanos = bounds.head().toNanos();
        bodyNanos = bounds.body().toNanos();
    }

    /** Begins to look, on the loop of the caller: what is late is noticed a quarter of its time later at most. */
    void start(Vertx vertx, Connections.Bounds bounds) {
        Duration shorter = bounds.head().compareTo(bounds.body()) < 0 ? bounds.head() : bounds.body();
        sweepAfter(Math.clamp(shorter.toMillis() / 4, LEAST_PERIOD_MS, MOST_PERIOD_MS), vertx);
    }

    private void sweepAfter(long periodMillis, Vertx vertx) {
        vertx.setTimer(periodMillis, _ -> {
            boolean more = sweep(System.nanoTime());
            sweepAfter(more ? 1 : periodMillis, vertx);
        });
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
     * @return whether there are more to be ended, when the loop has seen to others
     */
    boolean sweep(long now) {
        int kept = 0;
        int late = 0;
        for (int i = 0; i < incomplete.size(); i++) {
            ClientConnection client = incomplete.get(i);
            if (!client.isToBeWatched()) {
                continue;
            }
            if (!client.isLate(now, headNanos, bodyNanos) || ++late > MOST_ENDED_AT_ONCE) {
                incomplete.set(kept++, client);
            } else {
                connections.countTimeout();
                client.end();
            }
        }
        incomplete.subList(kept, incomplete.size()).clear();
        return late > MOST_ENDED_AT_ONCE;
    }
}
