package dev.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 500 calls a second for a provider that fails every one of them, with retries allowed. */
@Tag("faults")
class RetryStormTest {
    private static final int PER_SECOND = 500;
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final double MOST = 1.2;
    private static final byte[] BROKEN =
            "{\"error\":{\"message\":\"broken\",\"type\":\"server_error\"}}".getBytes(StandardCharsets.UTF_8);
    private static final String VIRTUAL = """
            kind: VirtualModel
            metadata: {name: lone}
            spec: {strategy: {type: priority}, targets: [{model: broken}], retry: {attempts: 3, backoff: 50ms}}
            ---
            kind: VirtualModel
            metadata: {name: helped}
            spec:
              strategy: {type: priority}
              targets: [{model: broken}, {model: spare, priority: 1}]
              retry: {attempts: 3, backoff: 50ms}
            ---
            """;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    /** @param seconds that it took to send them */
    private record Sent(double seconds, List<Integer> statuses) {}

    private HttpRequest request(RestartableGateway gateway, String model) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(30))
                .header("authorization", "Bearer " + PolicyFile.KEY)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\",\"messages\":[]}"))
                .build();
    }

    /** At fixed times, whatever became of those before; returns when all are answered. */
    private Sent send(RestartableGateway gateway, String model) {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        long begin = System.nanoTime();
        long step = 1_000_000_000L / PER_SECOND;
        for (long n = 0; n < PER_SECOND * LENGTH.toSeconds(); n++) {
            while (System.nanoTime() < begin + n * step) {
                LockSupport.parkNanos(begin + n * step - System.nanoTime());
            }
            answers.add(client.sendAsync(request(gateway, model), HttpResponse.BodyHandlers.discarding())
                    .thenApply(HttpResponse::statusCode));
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Sent(seconds, answers.stream().map(CompletableFuture::join).toList());
    }

    private static void print(String what, Sent sent, int asked) {
        System.out.printf(
                "%s: %d calls in %.1f s, %.0f a second; the provider was asked %d times, %.3f of the calls%n",
                what,
                sent.statuses().size(),
                sent.seconds(),
                sent.statuses().size() / sent.seconds(),
                asked,
                (double) asked / sent.statuses().size());
    }

    private static void judge(Sent sent, int asked) {
        int calls = sent.statuses().size();
        assertThat(calls / sent.seconds()).isGreaterThan(0.98 * PER_SECOND);
        assertThat(asked).isLessThanOrEqualTo((int) (MOST * calls));
    }

    @Test
    void doesNotBecomeAStorm() throws Exception {
        try (StandIn broken = new StandIn(exchange -> StandIn.json(exchange, 500, BROKEN));
                StandIn spare = new StandIn(StandIn::whole)) {
            Map<String, String> settings =
                    PolicyFile.settings(PolicyFile.write(directory, Map.of("broken", broken, "spare", spare), VIRTUAL));
            try (RestartableGateway gateway = new RestartableGateway(directory, "gateway", settings)) {
                Sent alone = send(gateway, "lone");
                int askedAlone = broken.asked();
                print("without another target", alone, askedAlone);
                Sent beside = send(gateway, "helped");
                int askedBeside = broken.asked() - askedAlone;
                print("with another target", beside, askedBeside);

                judge(alone, askedAlone);
                assertThat(alone.statuses()).doesNotContain(200);
                judge(beside, askedBeside);
                assertThat(beside.statuses()).containsOnly(200);
            }
        }
    }
}
