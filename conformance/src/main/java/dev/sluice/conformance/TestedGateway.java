package dev.sluice.conformance;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.Gateway;
import dev.sluice.gateway.Settings;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.pipeline.PipelineListener;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A gateway in this process, with an account at every provider; all of them are one {@link Replay}. */
final class TestedGateway implements AutoCloseable {
    /** Of a client. */
    static final String KEY = "sl_s_ABCDEFGH_0123456789012345678901234567890123456789012_abcdef";
    /** What a provider is sent as a key. */
    static final String SECRET = "upstream-secret";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Gateway gateway;
    private final int port;
    private final Path directory;
    private final Map<String, UsageRecord> records;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestedGateway(Vertx vertx, Gateway gateway, int port, Path directory, Map<String, UsageRecord> records) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.port = port;
        this.directory = directory;
        this.records = records;
    }

    static TestedGateway start(int providerPort) throws IOException, InterruptedException {
        return start(providerPort, "");
    }

    /** @param more fields of every account */
    static TestedGateway start(int providerPort, String more) throws IOException, InterruptedException {
        return startWith(Policy.of(providerPort, KeyFormat.sha256(KEY), more));
    }

    /** @param manifests all of its policy */
    static TestedGateway startWith(String manifests) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("sluice-conformance");
        Path policy = Files.writeString(directory.resolve("policy.yaml"), manifests);
        int port = freePort();
        Vertx vertx = Vertx.vertx();
        Map<String, UsageRecord> records = new ConcurrentHashMap<>();
        Gateway gateway = new Gateway(
                Settings.read(Map.of(
                        "PORT", Integer.toString(port),
                        "SLUICE_HOST", "127.0.0.1",
                        "SLUICE_POLICY_FILE", policy.toString(),
                        "SLUICE_SPOOL_DIR", directory.resolve("spool").toString())),
                vertx,
                "conformance");
        gateway.start(1, new Keeping(records)).join();
        while (!gateway.isReady()) {
            Thread.sleep(10);
        }
        return new TestedGateway(vertx, gateway, port, directory, records);
    }

    private record Keeping(Map<String, UsageRecord> records) implements PipelineListener {
        @Override
        public void turnedAway(GatewayError error) {
            // Nobody is turned away here.
        }

        @Override
        public void finished(UsageRecord record, String model) {
            records.put(record.id(), record);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("authorization", "Bearer " + KEY)
                .header("content-type", "application/json")
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Forgets how providers have done: what comes next is as with a new gateway. */
    void forgetHealth() {
        gateway.health().clear();
    }

    /** What was recorded of a request. */
    UsageRecord record(HttpResponse<String> response) throws InterruptedException {
        String id = response.headers().firstValue("x-request-id").orElseThrow();
        long end = System.nanoTime() + PATIENCE.toNanos();
        UsageRecord record = records.remove(id);
        while (record == null) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("no record of " + id);
            }
            Thread.sleep(1);
            record = records.remove(id);
        }
        return record;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        gateway.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        try (var files = Files.walk(directory)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
