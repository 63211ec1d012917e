package dev.sluice.gateway.dispatch;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * Knows when a read from a provider is complete: what one read brought, be it fifty events, leaves in one write then. A
 * flush per event costs eight times as much. One per event loop, first in the pipeline of each of its connections.
 */
@ChannelHandler.Sharable
final class UpstreamReads extends ChannelInboundHandlerAdapter {
    /** Something with bytes to write. */
    abstract static class Writer {
        private @Nullable Writer next;
        private boolean waiting;

        /** Writes what there is. */
        abstract void flush();
    }

    private @Nullable Writer first;
    private boolean reading;

    /** To be called with each new connection. */
    void watch(HttpConnection connection) {
        channel(connection).pipeline().addFirst("upstream-reads", this);
    }

    /** Vert.x offers no public way to the channel; StreamWritesTest fails when an upgrade closes this one. */
    static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    /** Flushes the writer when the current read is complete, or at once when there is none. */
    void flushAfterRead(Writer writer) {
        if (!reading) {
            writer.flush();
        } else if (!writer.waiting) {
            writer.waiting = true;
            writer.next = first;
            first = writer;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        reading = true;
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        complete(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        context.fireChannelInactive();
        complete(context);
    }

    private void complete(ChannelHandlerContext context) {
        reading = false;
        Writer writer = first;
        first = null;
        while (writer != null) {
            Writer next = writer.next;
            writer.next = null;
            writer.waiting = false;
            try {
                writer.flush();
            } catch (RuntimeException e) {
                context.fireExceptionCaught(e); // one stream's; the others still have to be written
            }
            writer = next;
        }
    }
}
