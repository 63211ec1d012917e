package dev.sluice.gateway.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.inference.chat.StreamEvent.Answer;
import dev.sluice.gateway.inference.chat.StreamEvent.Failure;
import dev.sluice.gateway.inference.chat.StreamEvent.Finish;
import dev.sluice.gateway.inference.chat.StreamEvent.Start;
import dev.sluice.gateway.inference.chat.StreamEvent.TextDelta;
import dev.sluice.gateway.inference.chat.StreamEvent.ThinkingDelta;
import dev.sluice.gateway.inference.chat.StreamEvent.ThinkingSignature;
import dev.sluice.gateway.inference.chat.StreamEvent.ToolArgumentsDelta;
import dev.sluice.gateway.inference.chat.StreamEvent.ToolCallStart;
import dev.sluice.gateway.inference.chat.StreamEvent.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiStreamDecoderTest {
    private final GeminiStreamDecoder decoder = new GeminiStreamDecoder();

    /** With bytes around the event that are not its own. */
    private List<StreamEvent> read(String data) {
        byte[] bytes = ("data: " + data + "\n").getBytes(StandardCharsets.UTF_8);
        return decoder.event("", bytes, "data: ".length(), bytes.length - 1);
    }

    private List<StreamEvent> parts(String parts) {
        return read("{\"candidates\":[{\"content\":{\"parts\":[" + parts + "]}}]}");
    }

    private List<StreamEvent> finished(String reason) {
        return read("{\"candidates\":[{\"finishReason\":\"" + reason + "\",\"index\":0}]}");
    }

    @Test
    void readsTheRecordedStream() {
        List<StreamEvent> events = new ArrayList<>();
        Fixture.events("gemini-text.sse").forEach(data -> events.addAll(read(data)));
        events.addAll(decoder.end());

        assertThat(events)
                .containsExactly(
                        new Start("r1", "gemini-3.5-flash"),
                        new Usage(Tokens.of(10, 0)),
                        new ThinkingDelta("hmm"),
                        new TextDelta("Grüße "),
                        new Usage(Tokens.of(6, 6).withCachedInput(4).withReasoning(3)),
                        new TextDelta("🌍!"),
                        new Finish(FinishReason.STOP, null));
    }

    @Test
    void takesAStreamWithoutAFinishForInterrupted() {
        List<String> events = Fixture.events("gemini-text.sse");
        events.subList(0, events.size() - 1).forEach(this::read);

        assertThat(decoder.end())
                .singleElement()
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(UpstreamClass.STREAM_INTERRUPTED));
        assertThat(decoder.end()).isEmpty();
    }

    @Test
    void takesAnEmptyStreamForInterrupted() {
        assertThat(decoder.end()).singleElement().isInstanceOf(Failure.class);
    }

    @Test
    void readsAnErrorInTheStream() {
        read(Fixture.events("gemini-text.sse").getFirst());

        assertThat(
                        read(
                                "{\"error\":{\"code\":503,\"message\":\"The model is overloaded.\",\"status\":\"UNAVAILABLE\"}}"))
                .containsExactly(new Failure(UpstreamClass.OVERLOADED, "The model is overloaded."));
        assertThat(parts("{\"text\":\"more\"}")).isEmpty();
        assertThat(decoder.end()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\"}}]|RATE_LIMITED",
                "{\"error\":{\"code\":\"429\",\"status\":\"RESOURCE_EXHAUSTED\"}}|RATE_LIMITED",
                "{\"error\":{\"status\":\"DEADLINE_EXCEEDED\"}}|TIMEOUT_TOTAL",
                "{\"error\":{\"code\":7,\"status\":\"PERMISSION_DENIED\"}}|PERMISSION",
                "{\"error\":\"broken\"}|SERVER_ERROR"
            })
    void knowsTheClassOfAnErrorInTheStream(String data, UpstreamClass kind) {
        assertThat(read(data))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{broken", "<html>", "{} {}", "3", "\"text\"", "null", "[3]", "{\"n\":1e99999999999}x"})
    void failsOnWhatIsNoChunk(String data) {
        assertThat(read(data))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(UpstreamClass.SERVER_ERROR));
    }

    @Test
    void readsACallThatComesWhole() {
        List<StreamEvent> events =
                read("{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"get_time\","
                        + "\"args\":{\"tz\":\"UTC\",\"n\":1.50}},\"thoughtSignature\":\"c2ln\"},{\"functionCall\":{\"name\":\"now\"}}],"
                        + "\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}]}");

        assertThat(events).hasSize(7);
        assertThat(events.subList(0, 3))
                .containsExactly(new Start("", ""), new ThinkingDelta(""), new ThinkingSignature("gemini:c2ln"));
        assertThat(events.get(3)).isInstanceOfSatisfying(ToolCallStart.class, call -> {
            assertThat(call.index()).isZero();
            assertThat(call.name()).isEqualTo("get_time");
            assertThat(call.id()).matches("call_[0-9a-f]{32}");
        });
        assertThat(events.get(4)).isEqualTo(new ToolArgumentsDelta(0, "{\"tz\":\"UTC\",\"n\":1.50}"));
        assertThat(events.get(5))
                .isInstanceOfSatisfying(
                        ToolCallStart.class, call -> assertThat(call.index()).isEqualTo(1));
        assertThat(events.get(6)).isEqualTo(new ToolArgumentsDelta(1, "{}"));
        assertThat(decoder.end()).containsExactly(new Finish(FinishReason.TOOL_CALLS, null));
    }

    @Test
    void countsCallsAcrossChunksAndKeepsTheProvidersIds() {
        parts("{\"functionCall\":{\"id\":\"a1\",\"name\":\"f\"}}");

        assertThat(parts("{\"functionCall\":{\"id\":\"a2\",\"name\":\"f\"}}"))
                .containsExactly(new ToolCallStart(1, "a2", "f"), new ToolArgumentsDelta(1, "{}"));
    }

    @Test
    void pitfall22GivesEveryCallAnIdOfItsOwn() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            for (StreamEvent event : parts("{\"functionCall\":{\"name\":\"f\"}}")) {
                if (event instanceof ToolCallStart call) {
                    ids.add(call.id());
                }
            }
        }

        assertThat(ids).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void signsTheThoughtsThatWereShown() {
        read("{}");
        assertThat(
                        parts(
                                "{\"text\":\"hm\",\"thought\":true},{\"text\":\"m\",\"thought\":true,\"thoughtSignature\":\"YQ==\"}"))
                .containsExactly(new ThinkingDelta("hm"), new ThinkingDelta("m"), new ThinkingSignature("gemini:YQ=="));
        assertThat(parts("{\"text\":\"again\",\"thought\":true},{\"functionCall\":{\"id\":\"1\",\"name\":\"f\"},"
                        + "\"thoughtSignature\":\"Yg==\"}"))
                .containsExactly(
                        new ThinkingDelta("again"),
                        new ThinkingSignature("gemini:Yg=="),
                        new ToolCallStart(0, "1", "f"),
                        new ToolArgumentsDelta(0, "{}"));
    }

    @Test
    void keepsTheSignatureOfAnEmptyText() {
        parts("{\"text\":\"hello\"}");

        assertThat(parts("{\"text\":\"\",\"thoughtSignature\":\"YQ==\"}"))
                .containsExactly(new ThinkingDelta(""), new ThinkingSignature("gemini:YQ=="));
    }

    @Test
    void repeatsAUsageOnlyWhenItChanges() {
        String usage = "{\"usageMetadata\":{\"promptTokenCount\":10,\"candidatesTokenCount\":2}}";

        assertThat(read(usage)).contains(new Usage(Tokens.of(10, 2)));
        assertThat(read(usage)).isEmpty();
        assertThat(read("{\"usageMetadata\":{\"promptTokenCount\":10,\"candidatesTokenCount\":3}}"))
                .containsExactly(new Usage(Tokens.of(10, 3)));
    }

    @Test
    void finishesOnceHoweverOftenItIsSaid() {
        finished("STOP");
        assertThat(parts("{\"text\":\"late\"}")).containsExactly(new TextDelta("late"));
        assertThat(finished("MAX_TOKENS")).isEmpty();

        assertThat(decoder.end()).containsExactly(new Finish(FinishReason.LENGTH, null));
        assertThat(decoder.end()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "STOP,STOP",
        "MAX_TOKENS,LENGTH",
        "SAFETY,CONTENT_FILTER",
        "RECITATION,CONTENT_FILTER",
        "BLOCKLIST,CONTENT_FILTER",
        "PROHIBITED_CONTENT,CONTENT_FILTER",
        "SPII,CONTENT_FILTER",
        "LANGUAGE,CONTENT_FILTER",
        "IMAGE_SAFETY,CONTENT_FILTER",
        "OTHER,STOP",
        "SOMETHING_NEW,STOP",
        "FINISH_REASON_UNSPECIFIED,STOP",
        "NO_IMAGE,STOP"
    })
    void knowsWhyAnAnswerEnded(String reason, FinishReason finish) {
        finished(reason);

        assertThat(decoder.end()).containsExactly(new Finish(finish, null));
    }

    @ParameterizedTest
    @CsvSource({"STOP,TOOL_CALLS", "OTHER,TOOL_CALLS", "MAX_TOKENS,LENGTH", "SAFETY,CONTENT_FILTER"})
    void endsInCallsOnlyWhereItWouldStop(String reason, FinishReason finish) {
        parts("{\"functionCall\":{\"name\":\"f\"}}");
        finished(reason);

        assertThat(decoder.end()).containsExactly(new Finish(finish, null));
    }

    @Test
    void pitfall22FailsOnAMalformedCallWithoutAnAnswer() {
        parts("{\"text\":\"hm\",\"thought\":true}");

        assertThat(
                        read(
                                "{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\",\"finishMessage\":\"print(\"}]}"))
                .containsExactly(new Failure(UpstreamClass.SAMPLING_FAILURE, "MALFORMED_FUNCTION_CALL: print("));
        assertThat(decoder.end()).isEmpty();
    }

    @Test
    void keepsAnAnswerBeforeAMalformedCall() {
        parts("{\"text\":\"hello\"}");
        assertThat(finished("MALFORMED_FUNCTION_CALL")).isEmpty();

        assertThat(decoder.end()).containsExactly(new Finish(FinishReason.STOP, null));
    }

    @Test
    void pitfall49FinishesWhenThePromptWasBlocked() {
        assertThat(
                        read(
                                "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},\"usageMetadata\":{\"promptTokenCount\":7}}"))
                .containsExactly(new Start("", ""), new Usage(Tokens.of(7, 0)));

        assertThat(decoder.end()).containsExactly(new Finish(FinishReason.CONTENT_FILTER, null));
    }

    @Test
    void saysOfWhichOfSeveralAnswersEachPieceIs() {
        assertThat(read("{\"candidates\":[{\"index\":1,\"content\":{\"parts\":[{\"text\":\"b\"}]}},"
                        + "{\"index\":0,\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\"}]}"))
                .containsExactly(
                        new Start("", ""), new Answer(1), new TextDelta("b"), new Answer(0), new TextDelta("a"));
        assertThat(read("{\"candidates\":[{\"index\":1,\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\","
                        + "\"id\":\"x\"}}]},\"finishReason\":\"STOP\"},{\"index\":7000,\"content\":{\"parts\":[{\"text\":"
                        + "\"nobody asked\"}]}}]}"))
                .containsExactly(new Answer(1), new ToolCallStart(0, "x", "f"), new ToolArgumentsDelta(0, "{}"));

        assertThat(decoder.end())
                .containsExactly(
                        new Answer(0),
                        new Finish(FinishReason.STOP, null),
                        new Answer(1),
                        new Finish(FinishReason.TOOL_CALLS, null));
    }

    @Test
    void citesOnceAtTheEndWhatEveryChunkStates() {
        String grounding =
                ",\"groundingMetadata\":{\"groundingChunks\":[{\"web\":{\"uri\":\"https://a\",\"title\":\"A\"}}],"
                        + "\"groundingSupports\":[{\"segment\":{\"endIndex\":3},\"groundingChunkIndices\":[0]}]}}]}";
        read("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"aü\"}]}" + grounding);

        assertThat(read("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"finishReason\":\"STOP\""
                        + grounding))
                .containsExactly(new TextDelta("b"));
        assertThat(decoder.end())
                .containsExactly(
                        new StreamEvent.Cited(new Citation("https://a", "A", null, 0, 2)),
                        new Finish(FinishReason.STOP, null));
    }

    @Test
    void readsImagesButNotThoseOfThoughts() {
        assertThat(
                        parts(
                                "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"dGhvdWdodA==\"},\"thought\":true},"
                                        + "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"aGk=\"}},"
                                        + "{\"inlineData\":{\"mimeType\":\"audio/wav\",\"data\":\"aGk=\"}},{\"inlineData\":{\"mimeType\":7}}"))
                .containsExactly(new Start("", ""), new StreamEvent.Image("image/png", "aGk="));
    }

    @Test
    void isCutWhereOneOfSeveralAnswersIs() {
        read("{\"candidates\":[{\"index\":0,\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\"},"
                + "{\"index\":1,\"content\":{\"parts\":[{\"text\":\"b\"}]}}]}");

        assertThat(decoder.end())
                .singleElement()
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(UpstreamClass.STREAM_INTERRUPTED));
    }

    @Test
    void keepsTheAnswersBesideOneThatFailed() {
        read("{\"candidates\":[{\"index\":0,\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\"},"
                + "{\"index\":1,\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]}");

        assertThat(decoder.end())
                .containsExactly(
                        new Finish(FinishReason.STOP, null), new Answer(1), new Finish(FinishReason.STOP, null));
    }

    @Test
    void cutsALongMessage() {
        assertThat(read("{\"error\":{\"code\":500,\"message\":\"" + "x".repeat(5000) + "\"}}"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.message()).hasSize(2048));
    }

    @Test
    void ignoresAnEventWithoutData() {
        assertThat(read("")).isEmpty();
    }
}
