package dev.sluice.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeMessageTest {
    private static final byte[] HEAD = "a head".getBytes(StandardCharsets.US_ASCII);

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter());
    private final ChannelHandlerContext context = channel.pipeline().firstContext();

    /** Bodies of one piece, the longest of these with TLS and without, and some of several. */
    static IntStream lengths() {
        return IntStream.of(
                0,
                1,
                16 << 10,
                (16 << 10) + 1,
                WholeMessage.PIECE,
                WholeMessage.PIECE + 1,
                2 * WholeMessage.PIECE,
                3 << 20);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private ChannelPromise write(ByteBuf body) {
        ChannelPromise promise = channel.newPromise();
        ByteBuf head = WholeMessage.head(context, HEAD.length, body);
        WholeMessage.write(context, head.writeBytes(HEAD), body, promise);
        return promise;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "16384, 1", "16385, 1", "61440, 1", "61441, 2", "122880, 2", "400000, 7"})
    void sendsPiecesOfWhichTheFirstHasTheHead(int length, int pieces) {
        byte[] bytes = new byte[length];
        new Random(3).nextBytes(bytes);
        ByteBuf body = Unpooled.wrappedBuffer(
                Unpooled.wrappedBuffer(bytes, 0, length / 3),
                Unpooled.wrappedBuffer(bytes, length / 3, length - length / 3));
        ChannelPromise promise = write(body);

        assertThat(channel.outboundMessages()).hasSize(pieces - 1); // all but the last are on their way
        channel.flush();
        assertThat(promise.isSuccess()).isTrue();
        assertThat(body.refCnt()).isZero();
        List<Integer> sizes = new ArrayList<>();
        ByteBuf sent = Unpooled.buffer();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            sizes.add(piece.readableBytes());
            sent.writeBytes(piece);
            piece.release();
        }
        assertThat(sizes).hasSize(pieces).allMatch(size -> size <= HEAD.length + WholeMessage.PIECE);
        assertThat(sent).isEqualTo(Unpooled.wrappedBuffer(HEAD, bytes));
    }

    @Test
    void closesTheConnectionOnWhichAPartWasSent() {
        channel.config().setAllocator(new OfTwo());
        ByteBuf body = Unpooled.wrappedBuffer(new byte[400_000]);

        assertThatThrownBy(() -> write(body)).isInstanceOf(OutOfMemoryError.class);
        assertThat(channel.outboundMessages()).hasSize(2);
        assertThat(channel.isOpen()).isFalse();
        assertThat(body.refCnt()).isZero();
    }

    @Test
    void failsWhenTheConnectionIsGone() {
        var _ = channel.close();
        ByteBuf body = Unpooled.wrappedBuffer(new byte[400_000]);

        assertThat(write(body).cause()).isNotNull();
        assertThat(body.refCnt()).isZero();
    }

    /** Has memory for two buffers. */
    private static final class OfTwo extends AbstractByteBufAllocator {
        private int taken;

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            throw new UnsupportedOperationException("pieces are sent from direct memory");
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            if (++taken > 2) {
                throw new OutOfMemoryError("for the test");
            }
            return UnpooledByteBufAllocator.DEFAULT.directBuffer(initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }
}
