package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.conformance.FailoverPage.Cell;
import dev.sluice.conformance.FailoverPage.Seen;
import dev.sluice.conformance.Failure.When;
import dev.sluice.contract.policy.Failover;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.UsageRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Providers of every dialect fail in every way, with a healthy one behind them: what {@code docs/failover.md} shows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PAGE = Path.of("..", "docs", "failover.md");
    private static final String TEXT = "Grüße 🌍!";
    private static final String TYPE = "application/json";
    private static final String EVENTS = "text/event-stream";

    private static final List<MatrixClient> CLIENTS =
            List.of(MatrixClient.CHAT, MatrixClient.MESSAGES, MatrixClient.RESPONSES);

    private final Map<Cell, Seen> seen = new ConcurrentHashMap<>();
    private final Answers good = Answers.of("openai");
    private FailingProviders providers;

    static List<Row> rows() {
        List<String> without = List.of("Mistral", "DeepSeek", "xAI", "OpenRouter", "OpenAI-compatible");
        return Row.all().stream().filter(row -> !without.contains(row.label())).toList();
    }

    @BeforeAll
    void start() throws Exception {
        providers = new FailingProviders(rows());
    }

    @AfterAll
    void stop() throws Exception {
        providers.close();
        String page = FailoverPage.of(seen, rows());
        String before = Files.exists(PAGE) ? Files.readString(PAGE) : "";
        Files.writeString(PAGE, page);
        assertThat(before.equals(page))
                .as("docs/failover.md was stale and is written anew: commit it")
                .isTrue();
    }

    @TestFactory
    Stream<DynamicTest> outcomes() {
        return cells().map(cell -> dynamicTest(
                cell.failure().label + ", " + cell.when().label + ", " + cell.row() + ", " + cell.client(),
                () -> run(cell)));
    }

    private static Stream<Cell> cells() {
        return Arrays.stream(Failure.values())
                .flatMap(failure -> Arrays.stream(When.values())
                        .filter(failure::happens)
                        .flatMap(when -> rows().stream()
                                .flatMap(row -> CLIENTS.stream().map(client -> new Cell(failure, when, row, client)))))
                .filter(cell -> FailureWords.of(cell.row(), cell.client()).has(cell.failure()));
    }

    private void run(Cell cell) throws Exception {
        seen.put(cell, Seen.FAILED);
        providers.gateway().forgetHealth();
        fail(cell);
        boolean stream = cell.when().isStreamed();
        providers.answersWell(200, stream ? EVENTS : TYPE, stream ? good.stream("stream", EVENTS) : good.whole("text"));

        HttpResponse<String> response = providers
                .gateway()
                .post(
                        cell.client().path,
                        cell.client()
                                .ask(Feature.TEXT, FailingProviders.model(cell.row(), cell.failure().at), stream)
                                .toString());
        UsageRecord record = providers.gateway().record(response);

        String first = record.attempts().getFirst().errorClass();
        assertThat(first).as(response.body()).isEqualTo(expectedClass(cell));
        boolean hidden = cell.when() != When.AFTER && mayBeHidden(first);
        if (hidden) {
            isAnswered(cell, response, record);
        } else if (cell.when() == When.AFTER) {
            isInterrupted(cell, response, record);
        } else {
            isRefused(cell, response, record);
        }
        seen.put(cell, new Seen(hidden, first, attempts(record), paid(record)));
    }

    /** The provider's own 504 is its fault, with time left for another one. */
    private static boolean mayBeHidden(String errorClass) {
        return Failover.DEFAULT.fallsBack(errorClass) || errorClass.equals("timeout_total");
    }

    private static String expectedClass(Cell cell) {
        String own = cell.failure().errorClass(cell.when());
        return own.isEmpty() ? FailureWords.of(cell.row(), cell.client()).classInStream() : own;
    }

    private void fail(Cell cell) {
        FailureWords words = FailureWords.of(cell.row(), cell.client());
        if (cell.failure().isTold()) {
            providers.fails(words.status(cell.failure()), TYPE, List.of(words.body(cell.failure())));
            return;
        }
        Answers answers = cell.row().answersTo(cell.client());
        String type = cell.when().isStreamed() ? cell.row().vendor().contentType() : TYPE;
        byte[] begun = cell.when() == When.AFTER
                ? StreamCut.afterFirstText(answers.stream("stream", type), type)
                : new byte[0];
        switch (cell.failure()) {
            case HANGS_UP -> providers.fails(0, type, List.of());
            case NO_ANSWER, GOES_SILENT -> providers.fails(200, type, pieces(begun, FailingProviders::hang));
            case BREAKS_OFF -> providers.breaksOff(type, pieces(begun, () -> FailingProviders.later(new byte[0])));
            case ERROR_EVENT ->
                providers.fails(200, type, pieces(begun, () -> FailingProviders.later(words.event(type))));
            default -> {} // the account's address says it all
        }
    }

    private static Iterable<byte[]> pieces(byte[] first, Supplier<byte[]> then) {
        return () -> {
            Iterator<Supplier<byte[]>> pieces =
                    List.<Supplier<byte[]>>of(() -> first, then).iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return pieces.hasNext();
                }

                @Override
                public byte[] next() {
                    return pieces.next().get();
                }
            };
        };
    }

    private void isAnswered(Cell cell, HttpResponse<String> response, UsageRecord record) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(cell.client().find("text", response.body())).isEqualTo(TEXT);
        assertThat(errors(cell.client(), response.body())).isZero();
        assertThat(response.headers().firstValue("x-sluice-model")).hasValue("healthy/m");
        assertThat(response.headers().firstValue("x-sluice-attempts"))
                .hasValue(String.valueOf(record.attempts().size()));
        assertThat(record.errorClass()).isEmpty();
        assertThat(record.attempts().getLast().tokens()).isEqualTo(good.tokens());
        costsItsAttempts(record);
    }

    private static void isRefused(Cell cell, HttpResponse<String> response, UsageRecord record) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isBetween(400, 504);
        JsonNode error = JSON.readTree(response.body());
        assertThat(error.at("/error/message").asText()).isNotEmpty();
        assertThat(error.at("/error/type").asText()).isNotEmpty();
        assertThat(error.path("type").asText()).isEqualTo(cell.client() == MatrixClient.MESSAGES ? "error" : "");
        assertThat(record.attempts()).hasSize(1);
        costsItsAttempts(record);
    }

    private static void isInterrupted(Cell cell, HttpResponse<String> response, UsageRecord record) throws IOException {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(cell.client().find("text", response.body())).isEqualTo("Grü");
        assertThat(errors(cell.client(), response.body())).as(response.body()).isOne();
        assertThat(response.body()).doesNotContain("[DONE]").doesNotContain("message_stop");
        assertThat(response.body()).doesNotContain("response.completed");
        assertThat(record.attempts()).hasSize(1);
        assertThat(record.tokens().output()).as("tokens so far").isPositive();
        assertThat(record.costNanos()).isPositive();
        costsItsAttempts(record);
    }

    private static void costsItsAttempts(UsageRecord record) {
        assertThat(record.costNanos())
                .isEqualTo(
                        record.attempts().stream().mapToLong(Attempt::costNanos).sum());
    }

    /** How often the client is told of an error; of Responses in a pair of events, as OpenAI does. */
    private static long errors(MatrixClient client, String body) throws IOException {
        return switch (client) {
            case MESSAGES -> events(body, event -> event.path("type").asText().equals("error"));
            case RESPONSES ->
                Math.max(
                        events(body, event -> event.path("type").asText().equals("error")),
                        events(body, event -> event.path("type").asText().equals("response.failed")));
            default -> events(body, event -> event.hasNonNull("error"));
        };
    }

    private static long events(String body, Predicate<JsonNode> wanted) throws IOException {
        long found = 0;
        for (String line : body.lines().toList()) {
            if (line.startsWith("data: {") && wanted.test(JSON.readTree(line.substring("data: ".length())))) {
                found++;
            }
        }
        return found;
    }

    private static String attempts(UsageRecord record) {
        return record.attempts().stream()
                .map(attempt -> attempt.errorClass().isEmpty() ? "answer" : attempt.errorClass())
                .collect(Collectors.joining(", "));
    }

    private static String paid(UsageRecord record) {
        boolean failed = record.attempts().stream().anyMatch(FailoverTest::isPaidInVain);
        boolean answered = record.errorClass().isEmpty();
        return failed ? (answered ? "both" : "what came") : answered ? "the fallback" : "nothing";
    }

    private static boolean isPaidInVain(Attempt attempt) {
        Long cost = attempt.costNanos();
        return !attempt.errorClass().isEmpty() && cost != null && cost > 0;
    }
}
