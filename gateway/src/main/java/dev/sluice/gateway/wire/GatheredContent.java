package dev.sluice.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one piece of the chunks of a body that came together: providers send each event in a chunk of its own, and each
 * takes the same way through Vert.x, whatever its size. One per connection, on its event loop.
 */
public final class GatheredContent extends ChannelInboundHandlerAdapter {
    private static final String NAME = "gathered-content";
    /** What Vert.x lets wait before it stops reading. A longer chunk is a piece by itself. */
    static final int MAX_BYTES = 64 << 10;

    static final int MAX_CHUNKS = 1_024;

    private final List<ByteBuf> chunks = new ArrayList<>();
    private int length;

    private GatheredContent() {}

    /** To be called with each new connection to a provider. */
    public static void addTo(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext codec = pipeline.context(HttpClientCodec.class);
        pipeline.addAfter(codec.name(), NAME, new GatheredContent());
        pipeline.addBefore(codec.name(), NAME + "-end", new End(pipeline.context(NAME)));
    }

    /**
     * Before the decoder, which gives back what it has read as a read ends, if nobody holds a part of it: else it would keep
     * all of a stream whose reads never end where a chunk does.
     */
    private static final class End extends ChannelInboundHandlerAdapter {
        private final ChannelHandlerContext gathered;

        End(ChannelHandlerContext gathered) {
            this.gathered = gathered;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            try {
                ((GatheredContent) gathered.handler()).passOn(gathered);
            } finally {
                context.fireChannelReadComplete();
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpContent content && !(message instanceof LastHttpContent)) {
            ByteBuf chunk = content.content();
            if (length + chunk.readableBytes() > MAX_BYTES || chunks.size() == MAX_CHUNKS) {
                passOn(context);
            }
            chunks.add(chunk);
            length += chunk.readableBytes();
        } else {
            passOn(context);
            context.fireChannelRead(message);
        }
    }

    /** What the decoder finds as a connection ends comes after the read has ended. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        try {
            passOn(context);
        } finally {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        try {
            passOn(context);
        } finally {
            context.fireChannelInactive();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        try {
            passOn(context);
        } finally {
            context.fireExceptionCaught(cause);
        }
    }

    /** Nobody is left to read it. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release();
    }

    /** In an array of its own, which Vert.x passes on as it is; it would copy each chunk into one. */
    private void passOn(ChannelHandlerContext context) {
        if (!chunks.isEmpty()) {
            byte[] bytes;
            try {
                bytes = bytes();
            } finally {
                release();
            }
            context.fireChannelRead(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
        }
    }

    private byte[] bytes() {
        byte[] bytes = new byte[length];
        int at = 0;
        for (ByteBuf chunk : chunks) {
            int size = chunk.readableBytes();
            chunk.readBytes(bytes, at, size);
            at += size;
        }
        return bytes;
    }

    private void release() {
        chunks.forEach(ByteBuf::release);
        chunks.clear();
        length = 0;
    }
}
