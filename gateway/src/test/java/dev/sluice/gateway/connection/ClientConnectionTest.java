package dev.sluice.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the bodies of a connection go, however they come. */
class ClientConnectionTest {
    private static final String BODY = "{\"messages\":[{\"role\":\"user\",\"content\":\"0123456789\"}]}";
    private static final String HEAD = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: " + BODY.length() + "\r\n\r\n";
    private static final String CHUNKED = "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
            + "1\r\n{\r\n" + Integer.toHexString(BODY.length() - 1) + "\r\n" + BODY.substring(1)
            + "\r\n0\r\nx-sum: 1\r\n\r\n";

    /** In the place of the server: it wants each body for itself, or leaves it where it comes. */
    private static final class Server extends ChannelInboundHandlerAdapter {
        private final List<StringBuilder> bodies = new ArrayList<>();
        private final StringBuilder own = new StringBuilder();
        private int requests;
        private int ends;
        private boolean broken;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                requests++;
                if (!request.headers().contains("x-own")) {
                    StringBuilder body = new StringBuilder();
                    bodies.add(body);
                    assertThat(client(context).send(piece -> body.append(piece.toString(StandardCharsets.US_ASCII))))
                            .isTrue();
                }
            }
            if (message instanceof HttpContent content) {
                own.append(content.content().toString(StandardCharsets.US_ASCII));
                broken |= content.decoderResult().isFailure();
                ends += message instanceof LastHttpContent ? 1 : 0;
            }
            ReferenceCountUtil.release(message);
        }

        private static ClientConnection client(ChannelHandlerContext context) {
            return context.pipeline().get(ClientConnection.class);
        }

        private List<String> bodies() {
            return bodies.stream().map(StringBuilder::toString).toList();
        }
    }

    private final Server server = new Server();
    private final EmbeddedChannel channel = channel();

    private EmbeddedChannel channel() {
        ConnectionWatch watch = new ConnectionWatch(new Connections(Connections.Bounds.NONE), Connections.Bounds.NONE);
        ClientConnection client = new ClientConnection(watch, System.nanoTime());
        return new EmbeddedChannel(client.bytes(), new HttpRequestDecoder(), client, server);
    }

    private void receive(String text) {
        ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        channel.writeInbound(bytes);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void giveABodyWhereItIsWantedCutAnywhere(boolean chunked) {
        String text = chunked ? CHUNKED : HEAD + BODY;
        for (int cut = 0; cut < text.length(); cut++) {
            receive(text.substring(0, cut));
            receive(text.substring(cut));
            assertThat(server.bodies()).hasSize(cut + 1).allMatch(BODY::equals);
            assertThat(server.ends).isEqualTo(cut + 1);
        }
        assertThat(server.own).isEmpty();
    }

    @Test
    void keepTwoBodiesInOneReadApart() {
        receive(HEAD + BODY + HEAD + BODY.replace('0', 'x') + CHUNKED);

        assertThat(server.bodies()).containsExactly(BODY, BODY.replace('0', 'x'), BODY);
        assertThat(server.own).isEmpty();
        assertThat(server.ends).isEqualTo(3);
    }

    @Test
    void leaveABodyThatNobodyWantedToTheServer() {
        receive(HEAD + BODY.substring(0, 7));
        receive(BODY.substring(7) + HEAD.replace("host", "x-own: 1\r\nhost") + BODY.substring(0, 9));

        assertThat(server.bodies()).containsExactly(BODY);
        assertThat(server.own).hasToString(BODY.substring(0, 9));
    }

    @Test
    void giveNothingOnceTheBodyHasBegun() {
        StringBuilder late = new StringBuilder();
        receive(HEAD.replace("host", "x-own: 1\r\nhost") + BODY.substring(0, 5));

        boolean taken = Server.client(channel.pipeline().context(server))
                .send(piece -> late.append(piece.toString(StandardCharsets.US_ASCII)));
        receive(BODY.substring(5));

        assertThat(taken).isFalse();
        assertThat(late).isEmpty();
        assertThat(server.own).hasToString(BODY);
    }

    @Test
    void tellTheServerOfABrokenChunk() {
        receive(CHUNKED.substring(0, CHUNKED.indexOf("1\r\n{")) + "1\r\n{\r\nzz\r\n");

        assertThat(server.broken).isTrue();
        assertThat(server.bodies()).containsExactly("{");
    }

    @Test
    void giveTheirMemoryBack() {
        ByteBuf bytes = Unpooled.copiedBuffer(HEAD + BODY, StandardCharsets.US_ASCII);
        channel.writeInbound(bytes);

        assertThat(bytes.refCnt()).isZero();
        assertThat(server.requests).isEqualTo(1);
    }
}
