package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.e2e.product.AdminApi;
import dev.sluice.e2e.product.Chat;
import dev.sluice.e2e.product.Product;
import dev.sluice.e2e.product.Restarted;
import dev.sluice.e2e.product.StoredRequests;
import dev.sluice.e2e.product.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's own life: killed, started again, and with nothing restarted. */
@Tag("e2e")
class LauncherTest {
    private static final List<String> PROCESSES =
            List.of("POSTGRES", "NATS", "CLICKHOUSE", "ADMIN_API", "INGEST_WORKER", "GATEWAY_1");

    @Test
    void leavesNothingBehindWhenKilledAndServesTheSameKeyAfterwards(@TempDir Path home) {
        Instant from = Instant.now().minusSeconds(1);
        Product first = new Product(home, Map.of("SLUICE_RESTART_DELAY", "off")).start();
        String key = first.env("SLUICE_API_KEY");
        Chat.Seen seen = new Chat(key).send(first.gatewayUrls().getFirst(), "demo/chat", "before", false, 0);
        assertThat(seen.status()).as(seen.text()).isEqualTo(200);
        new StoredRequests(new AdminApi(first), from).await(1, Duration.ofSeconds(30));
        List<Long> pids = new ArrayList<>();
        PROCESSES.forEach(process -> pids.add(first.pid(process)));

        first.killLauncher();

        Waiting.until(
                Duration.ofSeconds(10),
                "every process to be gone",
                () -> pids.stream()
                        .noneMatch(pid -> ProcessHandle.of(pid)
                                .map(ProcessHandle::isAlive)
                                .orElse(false)));
        try (Product second = first.again().start()) {
            assertThat(second.env("SLUICE_API_KEY")).isEqualTo(key);
            Chat.Seen again = new Chat(key).send(second.gatewayUrls().getFirst(), "demo/chat", "after", true, 0);
            assertThat(again.status()).as(again.text()).isEqualTo(200);
            assertThat(again.complete()).as(again.text()).isTrue();
            assertThat(new StoredRequests(new AdminApi(second), from).await(2, Duration.ofSeconds(30)))
                    .extracting(item -> item.path("id").asText())
                    .contains(seen.id(), again.id());
            serveAlone(second, key);
        }
    }

    /** Everything but the gateway dead: it goes on, and so does one that is started then; neither opens the door. */
    private static void serveAlone(Product product, String key) {
        for (String process : PROCESSES) {
            if (!process.equals("GATEWAY_1")) {
                product.kill(process);
            }
        }
        String gateway = product.gatewayUrls().getFirst();
        Chat.Seen served = new Chat(key).send(gateway, "demo/chat", "alone", false, 0);
        assertThat(served.status()).as(served.text()).isEqualTo(200);
        assertThat(new Chat("sl_s_unknown")
                        .send(gateway, "demo/chat", "alone", false, 0)
                        .status())
                .isEqualTo(401);
        Restarted restarted = Restarted.of(product.pid("GATEWAY_1"));
        try {
            Waiting.until(
                    Duration.ofSeconds(20),
                    "the restarted gateway to serve",
                    () -> new Chat(key)
                                    .send(gateway, "demo/chat", "last-known-good", false, 0)
                                    .status()
                            == 200);
            assertThat(new Chat("sl_s_unknown")
                            .send(gateway, "demo/chat", "alone", false, 0)
                            .status())
                    .isEqualTo(401);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + restarted.log(), e);
        } finally {
            restarted.close();
        }
    }
}
