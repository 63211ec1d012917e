package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.pipeline.PipelineListener;
import dev.sluice.gateway.telemetry.Unseen;
import dev.sluice.gateway.warmup.WarmUp;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start of a gateway with what runs before its port opens. */
class WarmStartTest {
    private final Vertx vertx = Vertx.vertx();
    private final Counting listener = new Counting();
    private Gateway gateway;

    private static final class Counting implements PipelineListener {
        private final AtomicInteger told = new AtomicInteger();

        @Override
        public void turnedAway(GatewayError error) {
            told.incrementAndGet();
        }

        @Override
        public void finished(UsageRecord record, String model) {
            told.incrementAndGet();
        }
    }

    @BeforeEach
    void prepare(@TempDir Path directory) throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), Manifest.of("http://127.0.0.1:1/v1"));
        gateway = new Gateway(
                Settings.read(Map.of("PORT", "0", "SLUICE_HOST", "127.0.0.1", "SLUICE_POLICY_FILE", policy.toString())),
                vertx,
                "test");
    }

    @AfterEach
    void stop() {
        gateway.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void isNotReadyBeforeTheWarmUpIsOverThoughThePolicyIsThere() throws Exception {
        Promise<Void> warmUp = Promise.promise();

        CompletableFuture<Void> started = gateway.start(2, listener, warmUp::future);

        RunningGateway.await(() -> gateway.keeper().current() != null);
        Thread.sleep(300); // as long as opening takes at most
        assertThat(gateway.isReady()).isFalse();
        assertThat(gateway.isOpen()).isFalse();
        assertThat(started).isNotDone();

        warmUp.complete();
        started.join();

        assertThat(gateway.isReady()).isTrue();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void nothingOfTheWarmUpIsSeenInUsageMetricsOrLoad() throws IOException {
        WarmUp warmUp = new WarmUp(vertx, 200, Duration.ofSeconds(30), Unseen.telemetry());
        Promise<WarmUp.Result> result = Promise.promise();

        gateway.start(1, listener, () -> warmUp.run().onComplete(result)).join();

        assertThat(result.future().result().ended()).isEqualTo(200);
        assertThat(listener.told).hasValue(0);
        assertThat(gateway.spool().recorder().accepted()).isZero();
        assertThat(gateway.spool().recorder().ring().lastSeq()).isZero();
        assertThat(gateway.load().inFlight()).isZero();
    }
}
