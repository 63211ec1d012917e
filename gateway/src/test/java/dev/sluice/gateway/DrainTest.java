package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeProvider;
import dev.sluice.testkit.Script;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is told to stop while clients are at it. */
@Timeout(120)
class DrainTest {
    private static final int STREAMS = 500;
    private static final String USAGE = "{\"prompt_tokens\":10,\"completion_tokens\":4,\"total_tokens\":14}";

    private final Vertx vertx = Vertx.vertx();
    private final FakeProvider provider = FakeProvider.start(vertx);
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private String policy;

    @BeforeEach
    void write(@TempDir Path directory) throws IOException {
        String patient =
                Manifest.of(provider.baseUrl()).replace("firstToken: 2s, idle: 1s", "firstToken: 20s, idle: 20s");
        policy = Files.writeString(directory.resolve("policy.yaml"), patient).toString();
    }

    @AfterEach
    void stop() {
        threads.close();
        client.close();
        provider.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private RunningGateway gateway(String delay, String timeout) throws IOException {
        RunningGateway running = RunningGateway.with(
                vertx,
                Map.of(
                        "SLUICE_POLICY_FILE", policy,
                        "SLUICE_DRAIN_DELAY", delay,
                        "SLUICE_DRAIN_TIMEOUT", timeout));
        RunningGateway.await(() -> running.gateway().isReady());
        return running;
    }

    private HttpRequest request(RunningGateway gateway, boolean stream) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"fake/chat\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                .build();
    }

    private CompletableFuture<HttpResponse<String>> send(RunningGateway gateway, boolean stream) {
        return client.sendAsync(request(gateway, stream), HttpResponse.BodyHandlers.ofString());
    }

    private CompletableFuture<Void> stopping(RunningGateway gateway) {
        return CompletableFuture.runAsync(gateway::close, threads);
    }

    /** Two gateways, each replaced by a new one while 500 clients stream, one after the other; who balances looks every 100 ms. */
    @Test
    void aRollingRestartUnderStreamsBreaksNone() throws Exception {
        provider.otherwise(Script.answer(USAGE, "a", "b", "c", "d").paced(250));
        List<RunningGateway> all =
                new CopyOnWriteArrayList<>(List.of(gateway("500ms", "30s"), gateway("500ms", "30s")));
        Balancer balancer = new Balancer(all);
        AtomicInteger done = new AtomicInteger();
        List<String> failures = new CopyOnWriteArrayList<>();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        CompletableFuture<Void> rolled = new CompletableFuture<>();
        for (int n = 0; n < STREAMS; n++) {
            clients.add(CompletableFuture.runAsync(() -> streamUntil(rolled, balancer, done, failures), threads));
        }
        RunningGateway.await(() -> provider.requests().size() >= STREAMS);

        for (RunningGateway old : List.copyOf(all)) {
            all.add(gateway("500ms", "30s"));
            old.close();
            all.remove(old);
        }
        rolled.complete(null);
        clients.forEach(CompletableFuture::join);

        assertThat(failures).isEmpty();
        assertThat(done).hasValueGreaterThan(STREAMS * 2);
        System.out.println("rolling restart of two gateways: " + done + " streams, " + failures.size() + " failed");
        balancer.close();
        all.forEach(RunningGateway::close);
    }

    private void streamUntil(
            CompletableFuture<Void> end, Balancer balancer, AtomicInteger done, List<String> failures) {
        while (!end.isDone()) {
            try {
                HttpResponse<String> response =
                        client.send(request(balancer.next(), true), HttpResponse.BodyHandlers.ofString());
                boolean complete = response.statusCode() == 200
                        && response.body().contains("\"d\"")
                        && response.body().endsWith("data: [DONE]\n\n");
                if (!complete) {
                    failures.add(response.statusCode() + " " + response.body());
                }
                done.incrementAndGet();
            } catch (IOException | InterruptedException e) {
                failures.add(String.valueOf(e));
            }
        }
    }

    /** Sends to those that were ready when it last looked, in turn. */
    private static final class Balancer implements AutoCloseable {
        private final List<RunningGateway> all;
        private final AtomicInteger turn = new AtomicInteger();
        private final Thread looking = Thread.ofVirtual().unstarted(this::look);
        private volatile List<RunningGateway> ready;

        Balancer(List<RunningGateway> all) {
            this.all = all;
            ready = List.copyOf(all);
            looking.start();
        }

        private void look() {
            try {
                while (true) {
                    Thread.sleep(Duration.ofMillis(100));
                    ready = all.stream().filter(one -> one.gateway().isReady()).toList();
                }
            } catch (InterruptedException e) {
                // closed
            }
        }

        RunningGateway next() {
            List<RunningGateway> now = ready;
            return now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
        }

        @Override
        public void close() {
            looking.interrupt();
        }
    }

    @Test
    void goesOnServingForTheDelayWithEachAnswerTheLastOnItsConnection() throws Exception {
        RunningGateway gateway = gateway("1s", "30s");
        assertThat(send(gateway, false).join().headers().firstValue("connection"))
                .isEmpty();

        long begin = System.nanoTime();
        CompletableFuture<Void> stopped = stopping(gateway);
        RunningGateway.await(() -> !gateway.gateway().isReady());
        HttpResponse<String> last = send(gateway, false).join();
        stopped.join();

        assertThat(last.statusCode()).isEqualTo(200);
        assertThat(last.headers().firstValue("connection")).hasValue("close");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(send(gateway, false).handle((_, e) -> e).join()).isInstanceOf(Exception.class);
    }

    @Test
    void tellsThoseThatTheDrainTimeoutCuts() throws Exception {
        RunningGateway gateway = gateway("1ms", "500ms");
        provider.otherwise(Script.answer(USAGE, "begun").cutAt(2, new Script.Step.Hang()));
        CompletableFuture<HttpResponse<String>> begun = send(gateway, true);
        RunningGateway.await(() -> provider.requests().size() == 1);
        provider.otherwise(Script.silence());
        CompletableFuture<HttpResponse<String>> waiting = send(gateway, true);
        RunningGateway.await(() -> provider.requests().size() == 2);

        stopping(gateway).join();

        assertThat(begun.join().body())
                .contains("begun")
                .containsOnlyOnce("\"error\"")
                .contains("stopping")
                .doesNotContain("[DONE]");
        assertThat(waiting.join().statusCode()).isEqualTo(503);
        assertThat(waiting.join().headers().firstValue("retry-after")).isPresent();
        assertThat(waiting.join().headers().firstValue("x-sluice-shed")).hasValue("stopping");
        assertThat(gateway.records())
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.errorClass()).isEqualTo("shed"))
                .allSatisfy(record -> assertThat(record.costNanos()).isPositive());
    }
}
