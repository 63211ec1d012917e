package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.e2e.product.AdminApi;
import dev.sluice.e2e.product.Chat;
import dev.sluice.e2e.product.Load;
import dev.sluice.e2e.product.Load.Sent;
import dev.sluice.e2e.product.Product;
import dev.sluice.e2e.product.StoredRequests;
import dev.sluice.e2e.product.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code kill -9} under load: of everything behind the gateways, and of a gateway. */
@Tag("e2e")
class KillTest {
    private static final int PER_SECOND = Integer.getInteger("e2e.rate", 50);
    private static final Duration RESTART = Duration.ofSeconds(Integer.getInteger("e2e.restart.limit", 60));

    @Test
    void noRequestFailsWhenServersBehindTheGatewaysAreKilledAndEachIsStoredOnce() throws Exception {
        Product product = SharedProduct.get();
        Instant from = Instant.now(); // exactly: a test before this one has sent requests too
        Load load = new Load(product, PER_SECOND).start();
        for (String process : List.of("NATS", "POSTGRES", "CLICKHOUSE", "ADMIN_API", "INGEST_WORKER")) {
            Thread.sleep(2000);
            long killed = product.pid(process);
            product.kill(process);
            Waiting.until(
                    RESTART,
                    process + " to be back",
                    () -> product.pid(process) != killed && product.isRunning(process));
        }
        Thread.sleep(3000);
        List<Sent> sent = load.finish();

        assertThat(sent).filteredOn(s -> s.seen().isFailure()).isEmpty();
        Set<String> ids = sent.stream().map(s -> s.seen().id()).collect(Collectors.toSet());
        assertThat(ids).hasSize(sent.size());
        List<String> stored = untilStored(product, from, ids);
        assertThat(stored).as("stored once each").doesNotHaveDuplicates();
        assertThat(new HashSet<>(stored)).isEqualTo(ids);
    }

    private static List<String> untilStored(Product product, Instant from, Set<String> ids) {
        StoredRequests requests = new StoredRequests(new AdminApi(product), from);
        Waiting.until(Duration.ofSeconds(90), ids.size() + " stored requests", () -> {
            try {
                return ids(requests.all()).containsAll(ids);
            } catch (AssertionError | RuntimeException e) {
                return false; // the API or ClickHouse is still on its way back
            }
        });
        return ids(requests.all());
    }

    private static List<String> ids(List<JsonNode> items) {
        return items.stream().map(item -> item.path("id").asText()).toList();
    }

    @Test
    void onlyTheKilledGatewaysOwnRequestsFailAndTheyAppearAsAborted() throws Exception {
        Product product = SharedProduct.get();
        Instant from = Instant.now().minusSeconds(1);
        String first = product.gatewayUrls().get(0);
        Load load = new Load(product, PER_SECOND).start();
        Thread.sleep(3000);
        load.sendTo(List.of(product.gatewayUrls().get(1)));
        long killed = product.pid("GATEWAY_1");
        product.kill("GATEWAY_1");
        Thread.sleep(2000);
        Waiting.until(
                RESTART,
                "the gateway to be back",
                () -> product.pid("GATEWAY_1") != killed && product.isRunning("GATEWAY_1"));
        Chat chat = new Chat(product.env("SLUICE_API_KEY"));
        Waiting.until(
                RESTART,
                "the gateway to serve again",
                () -> chat.send(first, product.env("SLUICE_DEMO_MODEL"), "back", false, 0)
                                .status()
                        == 200);
        List<Sent> sent = load.finish();

        assertThat(sent)
                .filteredOn(s -> s.seen().isFailure())
                .isNotEmpty()
                .allMatch(s -> s.gateway().equals(first));
        Set<String> ids = sent.stream()
                .map(s -> s.seen().id())
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
        untilStored(product, from, ids);
        Map<String, String> outcomes = new HashMap<>();
        new StoredRequests(new AdminApi(product), from)
                .all()
                .forEach(item -> outcomes.put(
                        item.path("id").asText(), item.path("outcome").asText()));
        for (Sent s : sent) {
            if (!s.seen().id().isEmpty()) {
                assertThat(outcomes.get(s.seen().id()))
                        .as(s.toString())
                        .isEqualTo(s.seen().isFailure() ? "aborted" : "ok");
            }
        }
    }
}
