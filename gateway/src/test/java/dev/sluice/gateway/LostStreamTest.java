package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.usage.RecordFormat;
import dev.sluice.contract.usage.UsageMessage;
import dev.sluice.embedded.EmbeddedNats;
import dev.sluice.embedded.EmbeddedServer;
import dev.sluice.embedded.Settings;
import dev.sluice.testkit.FakeProvider;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream that forgets what it has acknowledged. */
@Tag("servers")
class LostStreamTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void sendsAgainWhatAStreamThatWasMadeAnewHasLost(@TempDir Path directory) throws Exception {
        Vertx vertx = Vertx.vertx();
        FakeProvider provider = FakeProvider.start(vertx);
        EmbeddedServer nats = EmbeddedNats.start(Settings.in(directory.resolve("nats-1")));
        int port = nats.port();
        Path policy = Files.writeString(directory.resolve("policy.yaml"), Manifest.of(provider.baseUrl()));
        Map<String, String> settings = Map.of(
                "SLUICE_NATS_URL", nats.url(),
                "SLUICE_KEK", Base64.getEncoder().encodeToString(new byte[32]),
                "SLUICE_POLICY_FILE", policy.toString(),
                "SLUICE_SPOOL_DIR", directory.resolve("spool").toString());
        try (RunningGateway gateway = RunningGateway.with(vertx, settings)) {
            RunningGateway.await(() -> gateway.gateway().isReady());
            for (int n = 0; n < 30; n++) {
                send(gateway);
            }
            RunningGateway.await(
                    () -> gateway.gateway().spool().recorder().ring().waitingRecords() == 0);
            nats.close();
            nats = EmbeddedNats.start(
                    Settings.in(directory.resolve("nats-2")).withPort(port)); // knows nothing of the first one
            send(gateway);

            try (Bus bus = Bus.connect(BusSettings.of(nats.url(), "test"))) {
                RunningGateway.await(bus::isConnected);
                Set<Long> stored = new TreeSet<>();
                RunningGateway.await(
                        () -> collect(bus.connection().orElseThrow(), stored).size() == 31);
                assertThat(stored)
                        .containsExactlyInAnyOrderElementsOf(java.util.stream.LongStream.rangeClosed(1, 31)
                                .boxed()
                                .toList());
            }
        } finally {
            nats.close();
            provider.close();
            vertx.close();
        }
    }

    private static Set<Long> collect(Connection connection, Set<Long> seqs) {
        try {
            JetStreamSubscription all = connection
                    .jetStream()
                    .subscribe(
                            Subjects.USAGE + ".*",
                            PullSubscribeOptions.builder().stream(Subjects.USAGE_STREAM)
                                    .build());
            for (Message message : all.fetch(100, Duration.ofMillis(500))) {
                for (byte[] record : UsageMessage.read(message.getData()).records()) {
                    seqs.add(RecordFormat.seq(record));
                }
            }
            all.unsubscribe();
        } catch (IOException | io.nats.client.JetStreamApiException | RuntimeException e) {
            return seqs; // the stream is not there yet
        }
        return seqs;
    }

    private void send(RunningGateway gateway) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"fake/chat\",\"messages\":[]}"))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }
}
