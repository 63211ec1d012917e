package dev.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.e2e.product.Chat;
import dev.sluice.e2e.product.Chat.Seen;
import dev.sluice.e2e.product.StoredRequests;
import dev.sluice.e2e.product.Waiting;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thousands of calls of all kinds, with errors of the provider, fallbacks, callers that go away, and gateways that are killed. */
@Tag("faults")
class SpendFaultsTest {
    private static final int CALLS = Integer.getInteger("faults.calls", 10_000);
    private static final int AT_ONCE = 40;
    private static final List<String> BUDGETS = List.of("/budgets/spend-strict", "/budgets/spend-soft");
    /** A tick of a quarter of a second, and the clocks of two processes. */
    private static final Duration LAST_MOMENTS = Duration.ofMillis(300);
    /** A minute of silence, some look-outs of the control plane, a renewal of leases. */
    private static final Duration CLOSED = Duration.ofMinutes(4);

    private static String prepare(FourGateways gateways) {
        gateways.model("mixed", "10", "50");
        gateways.failover("safe", "mixed");
        String key = gateways.key("mixer");
        for (String accuracy : List.of("strict", "soft")) {
            gateways.rule(
                    "Budget",
                    "spend-" + accuracy,
                    "mixer",
                    "\"accuracy\": \"" + accuracy
                            + "\", \"limits\": [{\"usd\": \"100000\", \"period\": \"lifetime\"}]");
        }
        return key;
    }

    private static String kind(int random, int number) {
        return switch (random) {
            case 0 -> "[error 500] " + number;
            case 1 -> "[error 429] " + number;
            case 2 -> "[error 400] " + number;
            case 3, 4 -> "x".repeat(random * 700) + " [fast] " + number;
            default -> "[fast] " + number;
        };
    }

    private static List<Seen> send(FourGateways gateways, String key, int calls, long seed, Runnable now)
            throws Exception {
        Chat chat = new Chat(key);
        Random random = new Random(seed);
        Semaphore slots = new Semaphore(AT_ONCE);
        List<Future<Seen>> running = new ArrayList<>();
        List<String> urls = gateways.urls();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < calls; n++) {
                if (n == calls / 2) {
                    now.run();
                }
                boolean stream = random.nextBoolean();
                boolean cut = random.nextInt(10) == 0;
                String prompt = cut && stream ? "slowly " + n : kind(random.nextInt(20), n);
                String model = random.nextInt(3) == 0 ? "safe" : "mixed";
                String url = urls.get(random.nextInt(urls.size()));
                slots.acquire();
                running.add(threads.submit(() -> {
                    try {
                        return chat.send(url, model, prompt, stream, cut && stream ? 3 : 0);
                    } finally {
                        slots.release();
                    }
                }));
            }
        }
        List<Seen> seen = new ArrayList<>();
        for (Future<Seen> call : running) {
            seen.add(call.get());
        }
        return seen;
    }

    private static BigDecimal stored(FourGateways gateways, Instant from) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode item : new StoredRequests(gateways.admin(), from).all()) {
            if (item.path("key").asText().equals("mixer")) {
                sum = sum.add(new BigDecimal(item.path("costUsd").asText("0")));
            }
        }
        return sum;
    }

    /** What was in flight on gateways that were killed, and what anybody has settled in the last moments before. */
    private static BigDecimal untold(FourGateways gateways, Instant from, List<Instant> kills) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode item : new StoredRequests(gateways.admin(), from).all()) {
            Instant end = Instant.parse(item.path("time").asText())
                    .plusMillis(item.path("latencyMs").asLong());
            boolean late = kills.stream()
                    .anyMatch(kill -> !end.isBefore(kill.minus(LAST_MOMENTS)) && !end.isAfter(kill.plusMillis(50)));
            if (late || item.path("outcome").asText().equals("aborted")) {
                sum = sum.add(new BigDecimal(item.path("costUsd").asText("0")));
            }
        }
        return sum;
    }

    private static void awaitAgreement(FourGateways gateways, Instant from, Duration limit) {
        for (String budget : BUDGETS) {
            Waiting.until(limit, budget + " to say what ClickHouse says", () -> {
                BigDecimal sum = stored(gateways, from);
                return gateways.state(
                        budget,
                        state -> FourGateways.usd(state.path("used")).compareTo(sum) == 0
                                && FourGateways.usd(state.path("reserved")).signum() == 0);
            });
            System.out.println(budget + ": " + gateways.state(budget) + ", ClickHouse " + stored(gateways, from));
        }
    }

    @Test
    void countsWhatIsStoredAndHoldsNothingAfterwards() throws Exception {
        try (FourGateways gateways = new FourGateways("2s")) {
            String key = prepare(gateways);
            Instant from = Instant.now();
            List<Seen> seen = send(gateways, key, CALLS, 1, () -> {});

            assertThat(seen).hasSize(CALLS).noneMatch(call -> call.status() == 0);
            new StoredRequests(gateways.admin(), from).await(CALLS, Duration.ofMinutes(2));
            awaitAgreement(gateways, from, Duration.ofSeconds(30));
            assertThat(stored(gateways, from)).isPositive();
            assertThat(new StoredRequests(gateways.admin(), from).all())
                    .filteredOn(item -> item.path("modelAsked").asText().equals("safe")
                            && item.path("status").asInt() == 200)
                    .hasSizeGreaterThan(CALLS / 5)
                    .allMatch(item -> item.path("model").asText().equals("mixed"));
        }
    }

    @Test
    void agreesAgainAfterGatewaysWereKilled() throws Exception {
        try (FourGateways gateways = new FourGateways("2s")) {
            String key = prepare(gateways);
            Instant from = Instant.now();
            List<Instant> kills = new ArrayList<>();
            for (int round = 1; round <= 3; round++) {
                String victim = "GATEWAY_" + round;
                long pid = gateways.product().pid(victim);
                send(gateways, key, CALLS / 5, round, () -> {
                    kills.add(Instant.now());
                    gateways.product().kill(victim);
                });
                Waiting.until(
                        Duration.ofSeconds(60),
                        victim + " to be back",
                        () -> gateways.product().pid(victim) != pid
                                && gateways.product().isRunning(victim));
            }
            Pause.of(Duration.ofSeconds(5));
            BigDecimal untold = untold(gateways, from, kills);
            for (String budget : BUDGETS) {
                BigDecimal used = FourGateways.usd(gateways.state(budget).path("used"));
                BigDecimal sum = stored(gateways, from);
                System.out.println("before " + budget + " is closed: " + used + ", ClickHouse " + sum
                        + ", of it perhaps not told " + untold);
                assertThat(sum.subtract(used)).isLessThanOrEqualTo(untold);
            }
            awaitAgreement(gateways, from, CLOSED);
        }
    }
}
