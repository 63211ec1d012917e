package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Outcome;
import dev.sluice.testkit.FakeProvider;
import dev.sluice.testkit.Script;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that has as much to do as it may. */
@Timeout(60)
class ShedTest {
    private static final int MOST = 5;

    private final HttpClient client = HttpClient.newHttpClient();

    private CompletableFuture<HttpResponse<String>> ask(RunningGateway gateway, String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(gateway.url() + path))
                        .header("authorization", "Bearer " + Manifest.KEY)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"model\":\"fake/chat\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void resetsStreamsWhoseClientsDoNotRead(@TempDir Path directory) throws Exception {
        Vertx vertx = Vertx.vertx();
        FakeProvider provider = FakeProvider.start(vertx);
        String patient =
                Manifest.of(provider.baseUrl()).replace("firstToken: 2s, idle: 1s", "firstToken: 20s, idle: 20s");
        String[] much = Collections.nCopies(400, "x".repeat(64 << 10)).toArray(String[]::new);
        try (RunningGateway gateway = RunningGateway.alone(vertx, directory, patient);
                Socket idle = new Socket(
                        InetAddress.getLoopbackAddress(),
                        URI.create(gateway.url()).getPort())) {
            provider.next(Script.answer("", much));
            String body = "{\"model\":\"fake/chat\",\"stream\":true,\"messages\":[]}";
            idle.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer " + Manifest.KEY
                                    + "\r\ncontent-length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            RunningGateway.await(() -> provider.requests().size() == 1);
            provider.next(Script.silence());
            CompletableFuture<HttpResponse<String>> waiting = ask(gateway, "/v1/chat/completions");
            RunningGateway.await(() -> provider.requests().size() == 2);

            RunningGateway.await(() -> {
                gateway.gateway().cutSlowReaders();
                return !gateway.records().isEmpty();
            });

            assertThat(gateway.records()).hasSize(1);
            assertThat(gateway.records().getFirst().outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(gateway.records().getFirst().tokens().output()).isPositive();
            assertThat(waiting).isNotDone();
            RunningGateway.await(() -> provider.aborted() == 1);
            waiting.cancel(true);
        } finally {
            provider.close();
            vertx.close();
        }
    }

    @Test
    void refusesWhatIsTooMuchInTheClientsDialectAndServesAgain(@TempDir Path directory) throws Exception {
        Vertx vertx = Vertx.vertx();
        FakeProvider provider = FakeProvider.start(vertx);
        Path policy = Files.writeString(directory.resolve("policy.yaml"), Manifest.of(provider.baseUrl()));
        provider.otherwise(Script.silence());
        try (RunningGateway gateway = RunningGateway.with(
                vertx,
                Map.of(
                        "SLUICE_POLICY_FILE",
                        policy.toString(),
                        "SLUICE_MAX_IN_FLIGHT",
                        "" + MOST,
                        "SLUICE_MAX_IN_FLIGHT_PER_TARGET",
                        "" + MOST))) {
            RunningGateway.await(() -> gateway.gateway().isReady());
            List<CompletableFuture<HttpResponse<String>>> hung = new ArrayList<>();
            for (int n = 0; n < MOST; n++) {
                hung.add(ask(gateway, "/v1/chat/completions"));
            }
            RunningGateway.await(() -> gateway.gateway().load().inFlight() == MOST);

            HttpResponse<String> chat = ask(gateway, "/v1/chat/completions").join();
            HttpResponse<String> messages = ask(gateway, "/v1/messages").join();

            for (HttpResponse<String> refused : List.of(chat, messages)) {
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
                assertThat(refused.headers().firstValue("x-sluice-shed")).hasValue("requests");
                assertThat(gateway.record(refused.headers()
                                        .firstValue("x-request-id")
                                        .orElseThrow())
                                .errorClass())
                        .isEqualTo("shed");
            }
            assertThat(chat.body()).contains("\"code\":\"overloaded\"");
            assertThat(messages.body()).contains("overloaded_error");
            assertThat(gateway.gateway().load().shed()).isEqualTo(2);
            assertThat(provider.requests()).hasSize(MOST);
            hung.forEach(CompletableFuture::join); // their timeout of the first token
            provider.otherwise(Script.json(200, "{\"choices\":[],\"usage\":{}}"));
            assertThat(ask(gateway, "/v1/chat/completions").join().headers().firstValue("x-sluice-shed"))
                    .isEmpty();
        } finally {
            provider.close();
            vertx.close();
        }
    }
}
