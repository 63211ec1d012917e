package dev.sluice.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one piece of the chunks of a body that came in one read: providers send each event in a chunk of its own, and each
 * takes the same way through Vert.x, whatever its size. One per connection, on its event loop.
 */
public final class GatheredContent extends ChannelInboundHandlerAdapter {
    private static final String NAME = "gathered-content";
    /** Where more has come, it is passed on before the read is complete. */
    static final int MAX_BYTES = 64 << 10;

    private final List<ByteBuf> chunks = new ArrayList<>();
    private int length;

    private GatheredContent() {}

    /** To be called with each new connection to a provider. */
    public static void addTo(Channel channel) {
        channel.pipeline()
                .addAfter(channel.pipeline().context(HttpClientCodec.class).name(), NAME, new GatheredContent());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpContent content && !(message instanceof LastHttpContent)) {
            chunks.add(content.content());
            length += content.content().readableBytes();
            if (length >= MAX_BYTES) {
                passOn(context);
            }
        } else {
            passOn(context);
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        passOn(context);
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        passOn(context);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        passOn(context);
        context.fireExceptionCaught(cause);
    }

    /** Nobody is left to read it. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        chunks.forEach(ByteBuf::release);
        chunks.clear();
    }

    /** In an array of its own, which Vert.x passes on as it is; it would copy each chunk into one. */
    private void passOn(ChannelHandlerContext context) {
        if (chunks.isEmpty()) {
            return;
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (ByteBuf chunk : chunks) {
            int size = chunk.readableBytes();
            chunk.readBytes(bytes, at, size);
            chunk.release();
            at += size;
        }
        chunks.clear();
        length = 0;
        context.fireChannelRead(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
    }
}
