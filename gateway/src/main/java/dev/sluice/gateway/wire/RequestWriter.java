package dev.sluice.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes whole requests to providers, in HTTP/1.1, a short body in the buffer of its head ({@link WholeMessage}). The encoder, which would make one of each, keeps what has no
 * body in its answer whatever the answer says: it tells the decoder. One per event loop.
 */
@ChannelHandler.Sharable
public final class RequestWriter extends ChannelOutboundHandlerAdapter {
    private static final String NAME = "upstream-requests";
    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
    /** More than most heads take. */
    private static final int HEAD = 512;

    /** To be called with each new connection. */
    public void addTo(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext codec = pipeline.context(HttpClientCodec.class);
        pipeline.addAfter(codec.name(), NAME, this);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof FullHttpRequest request && isPlain(request)) {
            ByteBuf body = request.content();
            ByteBuf head = WholeMessage.head(context, HEAD + request.uri().length(), body);
            head(head, request);
            WholeMessage.write(context.pipeline().context(HttpClientCodec.class), head, body, promise);
        } else {
            var _ = context.write(message, promise);
        }
    }

    private static boolean isPlain(FullHttpRequest request) {
        HttpMethod method = request.method();
        return !HttpMethod.HEAD.equals(method)
                && !HttpMethod.CONNECT.equals(method)
                && request.uri().startsWith("/")
                && !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    private static void head(ByteBuf out, FullHttpRequest request) {
        ByteBufUtil.writeAscii(out, request.method().asciiName());
        out.writeByte(' ');
        ByteBufUtil.writeUtf8(out, request.uri());
        out.writeBytes(VERSION);
        Iterator<Map.Entry<CharSequence, CharSequence>> headers =
                request.headers().iteratorCharSequence();
        while (headers.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = headers.next();
            ByteBufUtil.writeAscii(out, header.getKey());
            out.writeByte(':').writeByte(' ');
            ByteBufUtil.writeAscii(out, header.getValue());
            out.writeBytes(WholeMessage.LINE_END);
        }
        out.writeBytes(WholeMessage.LINE_END);
    }
}
