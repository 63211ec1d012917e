package dev.sluice.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;

/**
 * A head and a short body in one buffer, for one system call on one piece of memory. A longer body goes out in pieces, the first
 * with the head, each sent as soon as it is written: the transport would copy it to memory of its own in one go, through all
 * caches, and send the head alone, while the peer waited. TLS takes it as it is, and copies while it encrypts.
 */
final class WholeMessage {
    /** Up to this a copy costs less than a second piece of memory, with TLS and without. */
    private static final int SHORT = 16 << 10;
    /** What stays in a core's own cache while it is copied and sent, and with a head below Netty's high-water mark. */
    static final int PIECE = 60 << 10;

    static final byte[] LINE_END = {'\r', '\n'};

    private WholeMessage() {}

    /** @param headRoom bytes, as a guess */
    static ByteBuf head(ChannelHandlerContext context, int headRoom, ByteBuf body) {
        return context.alloc().directBuffer(headRoom + besideHead(context, body));
    }

    /** @param body is released when it has been written */
    static void write(ChannelHandlerContext context, ByteBuf head, ByteBuf body, ChannelPromise promise) {
        int first = besideHead(context, body);
        if (first == 0 && body.isReadable()) {
            var _ = context.write(head);
            var _ = context.write(body, promise);
            return;
        }
        try {
            ByteBuf last = sendAllButLast(context, head.writeBytes(body, first), body);
            var _ = context.write(last, promise);
        } catch (OutOfMemoryError e) { // Netty's: what was sent cannot be taken back
            var _ = context.close();
            throw e;
        } finally {
            body.release();
        }
    }

    private static ByteBuf sendAllButLast(ChannelHandlerContext context, ByteBuf first, ByteBuf body) {
        ByteBuf piece = first;
        while (body.isReadable() && context.channel().isActive()) {
            var _ = context.writeAndFlush(piece);
            int next = Math.min(body.readableBytes(), PIECE);
            piece = context.alloc().directBuffer(next).writeBytes(body, next);
        }
        return piece;
    }

    /** How many bytes of a body go into the buffer of its head. */
    private static int besideHead(ChannelHandlerContext context, ByteBuf body) {
        int bytes = body.readableBytes();
        if (bytes <= SHORT) {
            return bytes;
        }
        return context.pipeline().get(SslHandler.class) == null ? Math.min(bytes, PIECE) : 0;
    }
}
