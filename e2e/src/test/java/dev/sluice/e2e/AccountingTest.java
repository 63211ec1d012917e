package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.e2e.product.AdminApi;
import dev.sluice.e2e.product.Chat;
import dev.sluice.e2e.product.Chat.Seen;
import dev.sluice.e2e.product.DemoLog;
import dev.sluice.e2e.product.GatewayMetrics;
import dev.sluice.e2e.product.Product;
import dev.sluice.e2e.product.StoredRequests;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What clients saw, what the provider says, and what is stored and priced are the same. */
@Tag("e2e")
class AccountingTest {
    private static final int REQUESTS = Integer.getInteger("e2e.requests", 400);
    private static final int CUT = REQUESTS / 10;
    private static final int AT_ONCE = 40;
    private static final String COUNT = "sluice_requests_seconds_count";

    @Test
    void everyRequestIsStoredOnceWithTheProvidersTokensAndItsExactPrice() throws Exception {
        Product product = SharedProduct.get();
        Instant from = Instant.now().minusSeconds(1);
        double countedBefore = GatewayMetrics.sum(product.gatewayUrls(), COUNT);
        List<Seen> seen = send(product);
        Map<String, Seen> byId = new HashMap<>();
        seen.forEach(s -> byId.put(s.id(), s));

        List<JsonNode> stored = new StoredRequests(new AdminApi(product), from).await(REQUESTS, Duration.ofSeconds(60));

        assertThat(seen).noneMatch(Seen::isFailure);
        assertThat(stored).hasSize(REQUESTS);
        assertThat(stored.stream().map(item -> item.path("id").asText()).distinct())
                .hasSize(REQUESTS);
        Map<String, JsonNode> log = DemoLog.read(product.env("SLUICE_DEMO_PROVIDER_URL"));
        int cut = 0;
        for (JsonNode item : stored) {
            String id = item.path("id").asText();
            Seen client = byId.get(id);
            JsonNode provider = log.get(id);
            assertThat(client).as("seen by a client: " + id).isNotNull();
            assertThat(provider).as("logged by the provider: " + id).isNotNull();
            if (client.cut()) {
                cut++;
                checkCut(item, client, provider);
            } else {
                checkWhole(item, provider);
            }
        }
        assertThat(cut).isEqualTo(CUT);
        assertThat(GatewayMetrics.sum(product.gatewayUrls(), COUNT) - countedBefore)
                .as("counted by the gateways' metrics")
                .isEqualTo(REQUESTS);
        assertThat(GatewayMetrics.sum(product.gatewayUrls(), "jvm_gc_pause_seconds_count"))
                .as("collections of the gateways")
                .isPositive();
        assertThat(GatewayMetrics.sum(product.gatewayUrls(), "netty_allocator_pooled_chunk_size"))
                .as("bytes of a chunk, of two allocators at each gateway")
                .isEqualTo(2.0 * (1 << 20) * product.gatewayUrls().size());
    }

    private static List<Seen> send(Product product) throws Exception {
        Chat chat = new Chat(product.env("SLUICE_API_KEY"));
        List<String> gateways = product.gatewayUrls();
        String model = product.env("SLUICE_DEMO_MODEL");
        Semaphore slots = new Semaphore(AT_ONCE);
        List<Future<Seen>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < REQUESTS; n++) {
                int number = n;
                slots.acquire();
                running.add(threads.submit(() -> {
                    try {
                        boolean stream = number % 2 == 0;
                        int cutAfter = number % 20 == 0 || number % 20 == 10 ? 3 : 0;
                        String prompt = "Tell me about number " + number + "x".repeat(number % 50);
                        return chat.send(gateways.get(number / 2 % gateways.size()), model, prompt, stream, cutAfter);
                    } finally {
                        slots.release();
                    }
                }));
            }
        }
        List<Seen> seen = new ArrayList<>();
        for (Future<Seen> future : running) {
            seen.add(future.get());
        }
        return seen;
    }

    private static void checkWhole(JsonNode item, JsonNode provider) {
        long input = provider.path("promptTokens").asLong();
        long output = provider.path("completionTokens").asLong();
        assertThat(item.path("outcome").asText()).as(item.toString()).isEqualTo("ok");
        assertThat(item.path("estimated").asBoolean()).isFalse();
        assertThat(item.path("tokens").path("input").asLong())
                .as(item + " " + provider)
                .isEqualTo(input);
        assertThat(item.path("tokens").path("output").asLong())
                .as(item + " " + provider)
                .isEqualTo(output);
        // 0.50 and 1.50 dollars per million tokens, rounded half-up to a nano-dollar
        BigDecimal cost = new BigDecimal("0.50")
                .multiply(BigDecimal.valueOf(input))
                .add(new BigDecimal("1.50").multiply(BigDecimal.valueOf(output)))
                .movePointLeft(6)
                .setScale(9, RoundingMode.HALF_UP);
        assertThat(item.path("costUsd").asText()).isEqualTo(cost.toPlainString());
    }

    private static void checkCut(JsonNode item, Seen client, JsonNode provider) {
        assertThat(item.path("outcome").asText()).as(item.toString()).isEqualTo("cancelled");
        assertThat(item.path("estimated").asBoolean()).isTrue();
        assertThat(item.path("tokens").path("output").asLong())
                .as(item + " " + provider)
                .isBetween(
                        (long) client.deltas(),
                        provider.path("completionTokens").asLong());
        assertThat(item.path("tokens").path("input").asLong())
                .isLessThanOrEqualTo(provider.path("promptTokens").asLong());
    }
}
