package dev.sluice.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatheredContentTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final String END = "0\r\n\r\n";

    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpClientCodec(4_096, 32_768, 65_536));
    private final List<String> got = new ArrayList<>();

    private final class Client extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            switch (message) {
                case HttpResponse _ -> got.add("head");
                case LastHttpContent last -> got.add("end" + text(last));
                case HttpContent content -> got.add(text(content));
                default -> throw new AssertionError(message);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            got.add("complete");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            got.add("failed");
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            got.add("closed");
        }
    }

    private static String text(HttpContent content) {
        return content.content().toString(StandardCharsets.US_ASCII);
    }

    @BeforeEach
    void ask() {
        GatheredContent.addTo(channel);
        channel.pipeline().addLast(new Client());
        channel.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    /** May grow, as what a connection reads. */
    private ByteBuf pooled(String text) {
        return channel.alloc().buffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    @Test
    void chunksOfOneReadAreOnePiece() {
        channel.writeInbound(bytes(HEAD + chunk("one") + chunk("two") + chunk("three") + END));

        assertThat(got).containsExactly("head", "onetwothree", "end", "complete");
    }

    @Test
    void chunksOfSeveralReadsAreNotKept() {
        channel.writeInbound(bytes(HEAD + chunk("one")));
        channel.writeInbound(bytes(chunk("two") + "5\r\nthr"));
        channel.writeInbound(bytes("ee\r\n" + END));

        assertThat(got).containsExactly("head", "one", "complete", "twothr", "complete", "ee", "end", "complete");
    }

    @Test
    void aLongReadIsPassedOnBeforeItIsComplete() {
        String chunk = "x".repeat(GatheredContent.MAX_BYTES / 4);

        channel.writeInbound(bytes(HEAD + chunk(chunk).repeat(5) + END));

        assertThat(got).containsExactly("head", chunk.repeat(4), chunk, "end", "complete");
    }

    @Test
    void aPieceIsNotLongerThanItMayBe() {
        String chunk = "x".repeat(GatheredContent.MAX_BYTES / 4 + 1);

        channel.writeInbound(bytes(HEAD + chunk(chunk).repeat(4) + END));

        assertThat(got).containsExactly("head", chunk.repeat(3), chunk, "end", "complete");
    }

    @Test
    void aPieceHasNoMoreChunksThanItMayHave() {
        channel.writeInbound(bytes(HEAD + chunk("x").repeat(GatheredContent.MAX_CHUNKS + 1) + END));

        assertThat(got).containsExactly("head", "x".repeat(GatheredContent.MAX_CHUNKS), "x", "end", "complete");
    }

    @Test
    void theLastPieceOfAKnownLengthIsTheEnd() {
        channel.writeInbound(
                bytes("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n{"), bytes("}"), bytes("\n"), bytes("\n"));

        assertThat(got).containsExactly("head", "{}\n", "end\n", "complete");
    }

    /** The decoder gives nothing back while anybody holds a part of what it has read. */
    @Test
    void aStreamWhoseReadsNeverEndWhereAChunkDoesIsNotKept() {
        ByteBuf first = pooled(HEAD + "400\r");
        channel.writeInbound(first);
        for (int i = 0; i < 1_000; i++) {
            channel.writeInbound(pooled("\n" + "x".repeat(1_024) + "\r\n400\r"));
        }

        assertThat(first.capacity()).isLessThan(64 << 10);
        assertThat(got).contains("x".repeat(1_024));
    }

    @Test
    void whatCameBeforeAFailureIsToldBeforeIt() {
        var _ = channel.writeOneInbound(bytes(HEAD + chunk("one")));
        channel.pipeline().fireExceptionCaught(new IllegalStateException("reset"));

        assertThat(got).containsExactly("head", "one", "failed");
    }

    @Test
    void whatCameBeforeAnEndIsToldBeforeIt() {
        var _ = channel.writeOneInbound(bytes(HEAD + chunk("one")));
        channel.pipeline().fireChannelInactive();

        assertThat(got).startsWith("head", "one").endsWith("closed");
    }

    @Test
    void bytesAreGivenBackWhetherTheyArePassedOnOrNot() {
        HttpContent passedOn = new DefaultHttpContent(bytes("one"));
        HttpContent kept = new DefaultHttpContent(bytes("two"));
        ChannelHandlerContext codec = channel.pipeline().context(HttpClientCodec.class);
        codec.fireChannelRead(passedOn);
        codec.fireChannelReadComplete();
        codec.fireChannelRead(kept);
        assertThat(kept.refCnt()).isOne();

        channel.pipeline().remove(GatheredContent.class);

        assertThat(passedOn.refCnt()).isZero();
        assertThat(kept.refCnt()).isZero();
        assertThat(got).containsExactly("one", "complete");
    }
}
