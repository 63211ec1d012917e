package dev.sluice.ingest;

import dev.sluice.bus.BusSettings;
import dev.sluice.ingest.ledger.ClickHouse;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Optional;

/** The worker's settings in tests: a NATS server that the test starts and stops, and no ClickHouse. */
@Alternative
@Priority(1)
@ApplicationScoped
class WorkerSettings {
    static final int NATS_PORT = freePort();

    @Produces
    @Singleton
    Settings settings() {
        return new Settings(
                8082,
                "127.0.0.1",
                BusSettings.of("nats://127.0.0.1:" + NATS_PORT, "test"),
                new ClickHouse.Address("jdbc:clickhouse://127.0.0.1:1/default", Optional.empty(), Optional.empty()));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
