package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.conformance.MatrixPage.Cell;
import dev.sluice.conformance.MatrixPage.State;
import dev.sluice.contract.usage.UsageRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every client's dialect against every kind of provider, feature by feature: what {@code docs/conformance.md} shows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatrixTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PAGE = Path.of("..", "docs", "conformance.md");
    private static final String TEXT = "Grüße 🌍!";
    /** Two answers to one request, of a provider whose dialect is translated. */
    private static final String SECOND = "several";

    private static final Map<String, String> WHOLE = Map.of("content-type", "application/json");

    private final Map<Cell, State> states = new ConcurrentHashMap<>();
    private Replay replay;
    private TestedGateway gateway;

    @BeforeAll
    void start() throws Exception {
        replay = new Replay();
        gateway = TestedGateway.start(replay.port());
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
        replay.close();
        String page = MatrixPage.of(states);
        String before = Files.exists(PAGE) ? Files.readString(PAGE) : "";
        Files.writeString(PAGE, page);
        assertThat(before.equals(page))
                .as("docs/conformance.md was stale and is written anew: commit it")
                .isTrue();
    }

    @TestFactory
    Stream<DynamicTest> matrix() {
        return Arrays.stream(MatrixClient.values())
                .flatMap(client -> Row.all().stream()
                        .flatMap(row -> client.features.stream()
                                .filter(feature -> row.answersTo(client).has(feature))
                                .map(feature -> dynamicTest(
                                        client + ", " + row + ", " + feature.label, () -> run(client, row, feature)))));
    }

    private void run(MatrixClient client, Row row, Feature feature) throws Exception {
        Cell cell = new Cell(client, row.label(), feature);
        states.put(cell, State.FAILED);
        states.put(cell, passes(client, row, feature) ? State.PASSED : State.REFUSED);
    }

    /** @return false: refused on purpose */
    private boolean passes(MatrixClient client, Row row, Feature feature) throws Exception {
        Answers answers = row.answersTo(client);
        if (feature == Feature.ERRORS) {
            errors(client, row, answers);
            return true;
        }
        if (feature == Feature.EMBEDDINGS) {
            return embeddings(row, answers);
        }
        HttpResponse<String> response = ask(client, row, feature, answers);
        if (replay.asked() == null && response.statusCode() == 400) {
            assertThat(response.body()).contains("error");
            return false;
        }
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        String asked = lastBody();
        UsageRecord record = gateway.record(response);
        assertThat(record.errorClass()).as(response.body()).isEmpty();
        switch (feature) {
            case TOOLS, STREAMED_TOOLS -> {
                assertThat(asked).contains("weather");
                assertThat(client.find("tool", response.body())).isEqualTo("weather");
                assertThat(JSON.readTree(client.find("arguments", response.body())))
                        .isEqualTo(JSON.readTree("{\"city\":\"Köln\"}"));
            }
            case IMAGES -> assertThat(asked).contains(MatrixClient.IMAGE.substring(0, 60));
            case STRUCTURED -> assertThat(asked).contains(MatrixClient.PROPERTY);
            case REASONING ->
                assertThat(client.find("reasoning", response.body())).contains("Let me think.");
            case SIGNATURE -> signature(client, row, response, answers);
            case CACHING ->
                assertThat(record.tokens().cachedInput())
                        .isEqualTo(answers.tokens().cachedInput())
                        .isPositive();
            case SEVERAL -> {
                assertThat(asked).containsAnyOf("\"n\":2", "\"candidateCount\":2");
                assertThat(client.find("text", response.body())).isEqualTo(TEXT);
                if (answers.has(SECOND)) {
                    assertThat(client.find("second", response.body())).isEqualTo("Hallo!");
                }
            }
            case IMAGES_OUT -> assertThat(client.find("image", response.body())).endsWith(MatrixClient.IMAGE);
            case CITATIONS ->
                assertThat(client.find("citation", response.body())).isEqualTo("https://example.org/a");
            case USAGE -> usage(client, row, record, answers);
            default -> assertThat(client.find("text", response.body())).isEqualTo(TEXT);
        }
        return true;
    }

    private HttpResponse<String> ask(MatrixClient client, Row row, Feature feature, Answers answers) throws Exception {
        return switch (feature) {
            case STREAM, STREAMED_TOOLS -> {
                String type = row.vendor().contentType();
                replay.answer(200, Map.of("content-type", type), List.of(answers.stream(feature.needs, type)));
                yield post(client, client.ask(feature, row.model(), true));
            }
            default -> {
                replay.answer(200, WHOLE, List.of(answers.whole(name(feature, answers))));
                yield post(client, client.ask(feature, row.model(), false));
            }
        };
    }

    private static String name(Feature feature, Answers answers) {
        return switch (feature) {
            case CACHING -> "text";
            case SIGNATURE -> "tools";
            case SEVERAL -> answers.has(SECOND) ? SECOND : feature.needs;
            default -> feature.needs;
        };
    }

    /** What the provider signed comes back to it with the next turn. */
    private void signature(MatrixClient client, Row row, HttpResponse<String> first, Answers answers) throws Exception {
        ObjectNode next = client.ask(Feature.SIGNATURE, row.model(), false);
        client.answered(next, JSON.readTree(first.body()));
        replay.answer(200, WHOLE, List.of(answers.whole("text")));
        HttpResponse<String> second = post(client, next);

        assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
        assertThat(lastBody()).contains(answers.text("signature"));
    }

    /** The same usage is counted, and costs, the same streamed or not. */
    private void usage(MatrixClient client, Row row, UsageRecord whole, Answers answers) throws Exception {
        UsageRecord streamed = gateway.record(ask(client, row, Feature.STREAM, answers));

        assertThat(whole.tokens()).isEqualTo(answers.tokens());
        assertThat(streamed.tokens()).isEqualTo(answers.tokens());
        assertThat(streamed.costNanos()).isEqualTo(whole.costNanos()).isPositive();
        assertThat(whole.estimated() || streamed.estimated()).isFalse();
    }

    private void errors(MatrixClient client, Row row, Answers answers) throws Exception {
        boolean anthropic = client == MatrixClient.MESSAGES;
        replay.answer(answers.status("limited"), WHOLE, List.of(answers.refusal("limited")));
        HttpResponse<String> limited = post(client, client.ask(Feature.TEXT, row.model(), false));
        replay.answer(answers.status("too long"), WHOLE, List.of(answers.refusal("too long")));
        HttpResponse<String> tooLong = post(client, client.ask(Feature.TEXT, row.model(), false));

        assertThat(limited.statusCode()).isEqualTo(429);
        JsonNode error = JSON.readTree(limited.body());
        assertThat(error.at("/error/type").asText()).isEqualTo("rate_limit_error");
        assertThat(error.path("type").asText()).isEqualTo(anthropic ? "error" : "");
        assertThat(gateway.record(limited).errorClass()).isEqualTo("rate_limited");
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(tooLong.body()).at("/error/message").asText()).isNotEmpty();
        assertThat(gateway.record(tooLong).errorClass()).isEqualTo("context_window");
    }

    /** @return false: refused on purpose */
    private boolean embeddings(Row row, Answers answers) throws Exception {
        String model = row.vendor().provider().equals("bedrock") ? "bedrock/amazon.titan-embed-text-v2:0" : row.model();
        replay.answer(200, WHOLE, List.of(answers.whole("embeddings")));
        HttpResponse<String> response =
                gateway.post("/v1/embeddings", "{\"model\":\"" + model + "\",\"input\":\"Hi\"}");

        if (replay.asked() == null && response.statusCode() == 400) {
            return false;
        }
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(JSON.readTree(response.body()).at("/data/0/embedding/1").asDouble())
                .isEqualTo(-0.25);
        return true;
    }

    private HttpResponse<String> post(MatrixClient client, ObjectNode body) throws IOException, InterruptedException {
        return gateway.post(client.path, body.toString());
    }

    private String lastBody() {
        Replay.Asked asked = replay.asked();
        return asked == null ? "" : asked.body();
    }
}
