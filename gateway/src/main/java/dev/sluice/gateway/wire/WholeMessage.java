package dev.sluice.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** A head and a body in one buffer, for one system call on one piece of memory. */
final class WholeMessage {
    /** Above this, copying the body costs more than a second piece of memory. */
    private static final int MAX_BODY = 16 << 10;

    static final byte[] LINE_END = {'\r', '\n'};

    private WholeMessage() {}

    /** @param headRoom bytes, as a guess */
    static ByteBuf head(ChannelHandlerContext context, int headRoom, ByteBuf body) {
        int bytes = body.readableBytes();
        return context.alloc().directBuffer(bytes <= MAX_BODY ? headRoom + bytes : headRoom);
    }

    /** @param body is released when it has been written */
    static void write(ChannelHandlerContext context, ByteBuf head, ByteBuf body, ChannelPromise promise) {
        if (body.readableBytes() <= MAX_BODY) {
            head.writeBytes(body);
            body.release();
            var _ = context.write(head, promise);
        } else {
            var _ = context.write(head);
            var _ = context.write(body, promise);
        }
    }
}
