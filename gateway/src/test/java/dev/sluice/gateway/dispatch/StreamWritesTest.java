package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestScanner;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How the events of a stream are put together into writes. Fails when an upgrade of Vert.x hides a connection's channel. */
class StreamWritesTest {
    private static final int EVENTS = 50;

    @Test
    void writesWhatOneReadBroughtAtOnce() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            NetServer provider = vertx.createNetServer()
                    .connectHandler(socket -> socket.handler(_ -> {
                        socket.write(
                                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
                        vertx.setTimer(50, _ -> socket.write(chunks()));
                    }));
            provider.listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            Writes writes = new Writes();

            Dispatched result = relay(vertx, provider.actualPort(), writes);

            assertThat(result.error()).isNull();
            assertThat(writes.all.toString()).isEqualTo(events());
            assertThat(result.tokens().output()).isGreaterThanOrEqualTo(EVENTS);
            // The burst may be cut once by the socket's buffer; it never is a write per event.
            assertThat(writes.count).isLessThanOrEqualTo(2);
        } finally {
            vertx.close();
        }
    }

    private static Dispatched relay(Vertx vertx, int port, Writes writes) {
        byte[] body = "{\"model\":\"m\",\"stream\":true,\"messages\":[]}".getBytes(StandardCharsets.US_ASCII);
        CompletableFuture<Dispatched> result = new CompletableFuture<>();
        vertx.runOnContext(_ -> new Dispatch(
                        new UpstreamClients(vertx),
                        new Deadlines(),
                        new RefusedParameters(),
                        new ChatCall(body, RequestScanner.scan(body, Payload.MESSAGES, false), ChatDialect.INSTANCE),
                        List.of(model(port)),
                        writes,
                        Map.of(),
                        System.nanoTime(),
                        System.nanoTime())
                .start()
                .onSuccess(result::complete));
        return result.join();
    }

    private static CompiledModel model(int port) {
        CompiledAccount account = new CompiledAccount(
                "a",
                "openai-compatible",
                Dialect.OPENAI,
                new BaseUrl(false, "127.0.0.1", port, "/v1"),
                true,
                List.of(),
                ProviderAccountSpec.Timeouts.DEFAULTS,
                ProviderAccountSpec.OnDisconnect.CANCEL,
                Map.of(),
                0);
        return new CompiledModel("m", "m", "up", account, null, 1);
    }

    private static String event(int n) {
        return "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word " + n
                + "\"},\"finish_reason\":null}]}\n\n";
    }

    private static String events() {
        StringBuilder all = new StringBuilder();
        for (int n = 0; n < EVENTS; n++) {
            all.append(event(n));
        }
        return all.append("data: [DONE]\n\n").toString();
    }

    private static String chunks() {
        StringBuilder all = new StringBuilder();
        for (int n = 0; n < EVENTS; n++) {
            String event = event(n);
            all.append(Integer.toHexString(event.length()))
                    .append("\r\n")
                    .append(event)
                    .append("\r\n");
        }
        return all.append("e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n").toString();
    }

    private static final class Writes implements ReplySink {
        private final StringBuilder all = new StringBuilder();
        private final List<GatewayError> errors = new ArrayList<>();
        private int count;

        @Override
        public void whole(ReplyHead head, Buffer body) {
            throw new AssertionError("a stream was expected");
        }

        @Override
        public void begin(ReplyHead head) {}

        @Override
        public void write(Buffer bytes) {
            count++;
            all.append(bytes.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void end(Buffer lastBytes) {
            write(lastBytes);
        }

        @Override
        public void interrupt(GatewayError error) {
            errors.add(error);
        }

        @Override
        public void abort() {}

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void onDrained(Runnable resume) {}

        @Override
        public boolean isGone() {
            return false;
        }
    }
}
