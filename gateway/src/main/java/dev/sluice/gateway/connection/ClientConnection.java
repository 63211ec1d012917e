package dev.sluice.gateway.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How much of a request has come on one connection, in HTTP/1.1: what it is made of is seen behind the decoder, that bytes
 * come at all before it. On its event loop.
 */
final class ClientConnection extends ChannelDuplexHandler {
    static final AttributeKey<ClientConnection> OF_CHANNEL = AttributeKey.valueOf("sluice.client");

    private static final int FIRST_FINAL_STATUS = 200;
    /** Which dialect it would have been is not known before the head is in: this one reads as OpenAI's and as Anthropic's. */
    private static final String BODY =
            "{\"type\":\"error\",\"error\":{\"message\":\"The request took too long to come: send its head and its body without such pauses.\","
                    + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"request_timeout\"}}";

    private static final ByteBuf TOO_SLOW = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(
            "HTTP/1.1 408 Request Timeout\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: "
                    + BODY.length() + "\r\n\r\n" + BODY,
            StandardCharsets.US_ASCII));

    private enum Phase {
        /** Between two requests, or while one is answered. */
        QUIET,
        HEAD,
        BODY
    }

    private final ConnectionWatch watch;
    private Phase phase = Phase.HEAD;
    /** Of the head: its first byte, or the opening of the connection. Of the body: its last byte so far. */
    private long sinceNanos;

    private boolean begun;
    private boolean watched = true;
    /** Whole requests without a whole answer; -1: an answer went out before its request was all there. */
    private int unanswered;

    private @Nullable ChannelHandlerContext outermost;
    /** Whether a head is being handled, and nothing of its body has been passed on. */
    private boolean atHead;
    /** Of the request that is coming. */
    private @Nullable BodySink sink;

    ClientConnection(ConnectionWatch watch, long now) {
        this.watch = watch;
        sinceNanos = now;
    }

    /** To be put before the decoder. */
    ChannelInboundHandlerAdapter bytes() {
        return new Bytes();
    }

    private final class Bytes extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            outermost = context;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            begun = true;
            boolean first = phase == Phase.QUIET;
            if (first) {
                phase = Phase.HEAD;
            }
            context.fireChannelRead(message); // and all that the decoder makes of it
            if (phase == Phase.BODY || (first && phase == Phase.HEAD)) {
                sinceNanos = System.nanoTime();
            }
            if (phase != Phase.QUIET && !watched) {
                watched = true;
                watch.watch(ClientConnection.this);
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            phase = Phase.BODY;
            sink = null;
        }
        if (message instanceof LastHttpContent) {
            phase = Phase.QUIET;
            unanswered++;
        }
        if (message instanceof HttpContent content) {
            body(context, content);
        } else {
            atHead = true;
            context.fireChannelRead(message);
            atHead = false;
        }
    }

    /**
     * The body of the request whose head is being handled goes there from now on.
     *
     * @return false: it is not coming now, since the request has waited for the one before
     */
    boolean send(BodySink to) {
        if (atHead) {
            sink = to;
        }
        return atHead;
    }

    private void body(ChannelHandlerContext context, HttpContent content) {
        BodySink to = sink;
        if (content instanceof LastHttpContent) {
            sink = null;
        }
        if (to == null || content.decoderResult().isFailure()) {
            context.fireChannelRead(content);
            return;
        }
        try {
            to.take(content.content());
        } finally {
            content.release();
        }
        if (content instanceof LastHttpContent) {
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT); // nobody asks for trailers
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean interim =
                message instanceof HttpResponse response && response.status().code() < FIRST_FINAL_STATUS;
        if (message instanceof LastHttpContent && !interim) {
            unanswered--;
            sinceNanos = System.nanoTime(); // what came meanwhile may have waited for us
        }
        var _ = context.write(message, promise);
    }

    /** Whether a request is on its way. If not, the watch must forget this connection: the next read tells it again. */
    boolean isToBeWatched() {
        watched = phase != Phase.QUIET && outermost != null && !outermost.isRemoved();
        return watched;
    }

    /** Whether the request has taken too long. */
    boolean isLate(long now, long headNanos, long bodyNanos) {
        // While it is answered a connection may not be read: the client is not the one who waits too long.
        return unanswered <= 0 && now - sinceNanos >= (phase == Phase.HEAD ? headNanos : bodyNanos);
    }

    /** A connection that is merely open, or one whose request has been answered, is told nothing. */
    void end() {
        ChannelHandlerContext context = Objects.requireNonNull(outermost);
        if (begun && unanswered == 0) {
            context.writeAndFlush(TOO_SLOW.duplicate()).addListener(ChannelFutureListener.CLOSE);
        } else {
            var _ = context.close();
        }
    }
}
