package dev.sluice.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes whole replies to one client, in HTTP/1.1: header lines that are bytes already and a short body leave in one buffer ({@link WholeMessage}), beside the
 * encoder, which makes an object of each header and a buffer of the head alone. All other replies are the encoder's. On the
 * connection's event loop.
 */
public final class ReplyWriter extends ChannelOutboundHandlerAdapter {
    private static final AttributeKey<ReplyWriter> KEY = AttributeKey.valueOf("sluice.reply-writer");
    private static final String NAME = "client-replies";
    private static final byte[] OK = "HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSION = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
    /** For the status line and what Vert.x sets: the length, and at times what becomes of the connection. */
    private static final int OTHER_LINES = 256;

    private final HeaderLines lines;
    private final ChannelHandlerContext encoder;
    private boolean pending;

    private ReplyWriter(HeaderLines lines, ChannelHandlerContext encoder) {
        this.lines = lines;
        this.encoder = encoder;
    }

    /** @param lines of the event loop of the connection */
    public static void add(Channel channel, HeaderLines lines) {
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
        ReplyWriter writer = new ReplyWriter(lines, encoder);
        pipeline.addAfter(encoder.name(), NAME, writer);
        channel.attr(KEY).set(writer);
    }

    /** @return null: the connection has none */
    public static @Nullable ReplyWriter of(HttpConnection connection) {
        return connection instanceof ConnectionBase base
                ? base.channel().attr(KEY).get()
                : null;
    }

    /** For the reply that is ended next, before anything else is done on this event loop. */
    public HeaderLines begin() {
        lines.clear();
        pending = true;
        return lines;
    }

    /** To be called when that reply has been ended, or was not. */
    public void end() {
        pending = false;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (pending && message instanceof FullHttpResponse response) {
            pending = false;
            ByteBuf body = response.content();
            ByteBuf head = WholeMessage.head(encoder, OTHER_LINES + lines.length(), body);
            status(head, response.status());
            ((HeadersMultiMap) response.headers()).encode(head);
            lines.writeTo(head);
            head.writeBytes(WholeMessage.LINE_END);
            WholeMessage.write(encoder, head, body, promise);
        } else {
            var _ = context.write(message, promise);
        }
    }

    private static void status(ByteBuf head, HttpResponseStatus status) {
        if (status.code() == HttpResponseStatus.OK.code()) {
            head.writeBytes(OK);
        } else {
            head.writeBytes(VERSION);
            ByteBufUtil.writeAscii(head, status.codeAsText());
            head.writeByte(' ');
            ByteBufUtil.writeAscii(head, status.reasonPhrase());
            head.writeBytes(WholeMessage.LINE_END);
        }
    }
}
