package dev.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.e2e.product.Chat;
import dev.sluice.e2e.product.Chat.Seen;
import dev.sluice.e2e.product.StoredRequests;
import dev.sluice.e2e.product.Waiting;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten dollars, and fifty callers on four gateways that spend them as fast as they can. */
@Tag("faults")
class BudgetFaultsTest {
    private static final BigDecimal LIMIT = new BigDecimal("10");
    private static final BigDecimal NEARLY_ALL = new BigDecimal("9.50");
    private static final int CALLERS = 50;
    /** Dollars per million tokens, of input and output: an answer costs some two cents. */
    private static final BigDecimal INPUT = new BigDecimal("100");

    private static final BigDecimal OUTPUT = new BigDecimal("500");

    @Test
    void isSpentButNotOverspentAndAllAgreeOnIt() throws Exception {
        try (FourGateways gateways = new FourGateways("2s")) {
            gateways.model("dear", INPUT.toPlainString(), OUTPUT.toPlainString());
            String key = gateways.key("spender");
            gateways.rule(
                    "Budget",
                    "ten-dollars",
                    "spender",
                    "\"accuracy\": \"strict\", \"limits\": [{\"usd\": \"10\", \"period\": \"lifetime\"}]");
            Instant from = Instant.now();
            List<Seen> seen = spendUntilRefused(gateways, key);

            Waiting.until(
                    Duration.ofSeconds(10),
                    "nothing to be reserved",
                    () -> gateways.state(
                            "/budgets/ten-dollars",
                            state -> FourGateways.usd(state.path("reserved")).signum() == 0));
            BigDecimal used =
                    FourGateways.usd(gateways.state("/budgets/ten-dollars").path("used"));
            List<JsonNode> stored =
                    new StoredRequests(gateways.admin(), from).await(seen.size(), Duration.ofSeconds(60));
            BigDecimal inClickHouse = stored.stream()
                    .filter(item -> item.path("key").asText().equals("spender"))
                    .map(item -> new BigDecimal(item.path("costUsd").asText("0")))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal atProvider = gateways.served("dear").stream()
                    .map(BudgetFaultsTest::cost)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            System.out.printf(
                    "%d calls, %d refused: budget %s, ClickHouse %s, provider %s%n",
                    seen.size(),
                    seen.stream().filter(call -> call.status() == 429).count(),
                    used,
                    inClickHouse,
                    atProvider);
            assertThat(used).isBetween(NEARLY_ALL, LIMIT);
            assertThat(inClickHouse).isEqualByComparingTo(used);
            assertThat(atProvider).isEqualByComparingTo(used);
        }
    }

    /** Each caller goes on until every gateway has refused it, one after the other. */
    private static List<Seen> spendUntilRefused(FourGateways gateways, String key) throws Exception {
        Chat chat = new Chat(key);
        List<Future<List<Seen>>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                int number = caller;
                callers.add(threads.submit(() -> spend(gateways, chat, number)));
            }
        }
        List<Seen> seen = new ArrayList<>();
        for (Future<List<Seen>> caller : callers) {
            seen.addAll(caller.get());
        }
        assertThat(seen).allMatch(call -> call.status() == 200 || call.status() == 429);
        return seen;
    }

    private static List<Seen> spend(FourGateways gateways, Chat chat, int number) {
        List<Seen> seen = new ArrayList<>();
        int refused = 0;
        List<String> urls = gateways.urls();
        for (int n = 0; refused < urls.size(); n++) {
            String prompt = "caller " + number + ", call " + n;
            Seen call = chat.send(urls.get((number + n) % urls.size()), "dear", prompt, n % 2 == 0, 0);
            refused = call.status() == 429 ? refused + 1 : 0;
            seen.add(call);
        }
        return seen;
    }

    private static BigDecimal cost(JsonNode entry) {
        return Stream.of(
                        INPUT.multiply(
                                BigDecimal.valueOf(entry.path("promptTokens").asLong())),
                        OUTPUT.multiply(BigDecimal.valueOf(
                                entry.path("completionTokens").asLong())))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .movePointLeft(6)
                .setScale(9, RoundingMode.HALF_UP);
    }
}
