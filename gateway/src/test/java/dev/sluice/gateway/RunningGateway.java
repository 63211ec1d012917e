package dev.sluice.gateway;

import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.pipeline.PipelineListener;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A gateway inside the test, on a free port, that remembers its usage records. */
public final class RunningGateway implements AutoCloseable {
    private final Gateway gateway;
    private final int port;
    private final Recording listener = new Recording();

    /** Remembers what the pipeline says. */
    private static final class Recording implements PipelineListener {
        private final List<UsageRecord> records = new CopyOnWriteArrayList<>();
        private final List<GatewayError> turnedAway = new CopyOnWriteArrayList<>();
        private final List<String> labels = new CopyOnWriteArrayList<>();

        @Override
        public void turnedAway(GatewayError error) {
            turnedAway.add(error);
        }

        @Override
        public void finished(UsageRecord record, String model) {
            labels.add(model);
            records.add(record);
        }
    }

    private RunningGateway(Vertx vertx, Map<String, String> environment) throws IOException {
        port = freePort();
        Map<String, String> all = new HashMap<>(environment);
        all.put("PORT", Integer.toString(port));
        all.put("SLUICE_HOST", "127.0.0.1");
        gateway = new Gateway(Settings.read(all), vertx, "test");
        gateway.start(2, listener).join();
    }

    /** Serves from manifests alone. */
    public static RunningGateway alone(Vertx vertx, Path directory, String manifests) throws IOException {
        Path file = Files.writeString(directory.resolve("policy.yaml"), manifests);
        RunningGateway running = new RunningGateway(vertx, Map.of("SLUICE_POLICY_FILE", file.toString()));
        await(running.gateway::isReady);
        return running;
    }

    /** Serves with the settings given; may not be ready yet. */
    public static RunningGateway with(Vertx vertx, Map<String, String> environment) throws IOException {
        return new RunningGateway(vertx, environment);
    }

    public Gateway gateway() {
        return gateway;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public List<UsageRecord> records() {
        return List.copyOf(listener.records);
    }

    /** Of the metrics, in the order of the records. */
    public List<String> labels() {
        return List.copyOf(listener.labels);
    }

    public List<GatewayError> turnedAway() {
        return List.copyOf(listener.turnedAway);
    }

    /** The record of a request that is over, or about to be. */
    public UsageRecord record(String requestId) {
        await(() -> records().stream().anyMatch(r -> r.id().equals(requestId)));
        return records().stream()
                .filter(r -> r.id().equals(requestId))
                .findFirst()
                .orElseThrow();
    }

    public static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still not so after 10 s");
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        gateway.stop();
    }
}
