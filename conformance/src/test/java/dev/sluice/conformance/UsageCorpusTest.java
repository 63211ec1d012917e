package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.UsageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Usages as vendors state them, and the disjoint classes and the cost that each comes to: a million tokens are a dollar of
 * input, 10 cents cached, $1.25 and $2 written, $4 of output, $8 of heard and $16 of spoken audio.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageCorpusTest {
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
    }

    private static List<JsonNode> of(int pitfall) throws IOException {
        return of(pitfall + " ");
    }

    private static List<JsonNode> of(String kind) throws IOException {
        List<JsonNode> usages = Answers.usages().stream()
                .filter(line -> line.path("pitfall").asText().startsWith(kind))
                .toList();
        assertThat(usages).isNotEmpty();
        return usages;
    }

    static List<JsonNode> cached() throws IOException {
        return of(41);
    }

    static List<JsonNode> cumulative() throws IOException {
        return of(42);
    }

    static List<JsonNode> reasoning() throws IOException {
        return of(43);
    }

    static List<JsonNode> billed() throws IOException {
        return of(44);
    }

    static List<JsonNode> floats() throws IOException {
        return of(47);
    }

    static List<JsonNode> audio() throws IOException {
        return of("audio ");
    }

    @ParameterizedTest
    @MethodSource("audio")
    void audioIsCountedOnce(JsonNode line) throws Exception {
        costsTheSameWholeAndStreamed(line);
    }

    @ParameterizedTest
    @MethodSource("cached")
    void pitfall41CachedInputIsCountedOnce(JsonNode line) throws Exception {
        costsTheSameWholeAndStreamed(line);
    }

    @ParameterizedTest
    @MethodSource("cumulative")
    void pitfall42WhatIsStatedAgainReplaces(JsonNode line) throws Exception {
        costsTheSameWholeAndStreamed(line);
    }

    @ParameterizedTest
    @MethodSource("reasoning")
    void pitfall43ReasoningIsCountedOnce(JsonNode line) throws Exception {
        costsTheSameWholeAndStreamed(line);
    }

    @ParameterizedTest
    @MethodSource("billed")
    void pitfall44WhatWasProcessedCounts(JsonNode line) throws Exception {
        costsTheSameWholeAndStreamed(line);
    }

    /** A dollar for a million tokens is a thousand nano-dollars for one: what all lines of the corpus cost. */
    @ParameterizedTest
    @MethodSource("cached")
    void pitfall46PricesAreDollarsForAMillion(JsonNode line) {
        long[] nanos = {1_000, 100, 1_250, 2_000, 4_000, 4_000, 8_000, 16_000};
        long sum = 0;
        for (int i = 0; i < nanos.length; i++) {
            sum += nanos[i] * line.path("tokens").path(i).asLong();
        }
        assertThat(line.path("costNanos").asLong()).isEqualTo(sum);
    }

    @ParameterizedTest
    @MethodSource("floats")
    void pitfall47FloatsBesideCountsDoNoHarm(JsonNode line) throws Exception {
        costsTheSameWholeAndStreamed(line);
    }

    private void costsTheSameWholeAndStreamed(JsonNode line) throws Exception {
        String provider = line.path("provider").asText();
        String own = Files.exists(Path.of("matrix", provider + ".json")) ? provider : likeOf(provider);
        Row row = Row.of(provider, own);
        Answers answers = Answers.of(own).withUsage(line.path("usage"));

        UsageRecord whole = ask(row, "application/json", answers.whole("text"), false);
        String type = row.vendor().contentType();
        UsageRecord streamed = ask(row, type, answers.stream("stream", type), true);

        for (UsageRecord record : List.of(whole, streamed)) {
            assertThat(record.tokens()).isEqualTo(Answers.tokens(line.path("tokens")));
            assertThat(record.costNanos()).isEqualTo(line.path("costNanos").asLong());
            assertThat(record.estimated()).isFalse();
        }
    }

    private static String likeOf(String provider) {
        return provider.equals("vertex") ? "gemini" : "openai";
    }

    /** From a client of the other dialect and, where the provider is OpenAI's like, also passed through. */
    private UsageRecord ask(Row row, String type, byte[] reply, boolean stream) throws Exception {
        UsageRecord first = null;
        for (MatrixClient client : List.of(MatrixClient.CHAT, MatrixClient.MESSAGES)) {
            replay.answer(200, Map.of("content-type", type), List.of(reply));
            UsageRecord record = gateway.record(gateway.post(
                    client.path, client.ask(Feature.TEXT, row.model(), stream).toString()));
            first = first == null ? record : first;
            assertThat(record.tokens()).as("%s", client).isEqualTo(first.tokens());
        }
        return Objects.requireNonNull(first);
    }
}
