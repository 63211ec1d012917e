package dev.sluice.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.embedded.EmbeddedNats;
import dev.sluice.embedded.Settings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection against a real server that comes, goes and comes back. */
class BusTest {
    private static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("still not so after 15 s").isLessThan(end);
            Thread.sleep(10);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void startsWithoutAServerFindsItAndFindsItAgain(@TempDir Path directory) throws Exception {
        int port = freePort();
        AtomicInteger connects = new AtomicInteger();
        long before = System.nanoTime();
        try (Bus bus = Bus.connect(BusSettings.of("nats://127.0.0.1:" + port, "test"))) {
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
            bus.onConnected(connects::incrementAndGet);
            assertThat(bus.connection()).isEmpty();

            EmbeddedNats first = EmbeddedNats.start(Settings.in(directory).withPort(port));
            until(() -> connects.get() == 1);
            assertThat(Streams.usage(bus.connection().orElseThrow())
                            .getConfiguration()
                            .getName())
                    .isEqualTo("USAGE");
            first.close();
            until(() -> !bus.isConnected());
            EmbeddedNats second = EmbeddedNats.start(Settings.in(directory).withPort(port));
            try {
                until(() -> connects.get() == 2);
                assertThat(Streams.usage(bus.connection().orElseThrow())
                                .getConfiguration()
                                .getName())
                        .isEqualTo("USAGE");
            } finally {
                second.close();
            }
        }
    }

    @Test
    void keepsThePasswordOutOfItsText() {
        BusSettings settings = new BusSettings(
                "nats://h:1",
                "n",
                java.util.Optional.empty(),
                java.util.Optional.of("u"),
                java.util.Optional.of("canary"));

        assertThat(settings.toString()).doesNotContain("canary");
    }
}
