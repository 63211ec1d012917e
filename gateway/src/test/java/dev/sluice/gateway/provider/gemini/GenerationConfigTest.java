package dev.sluice.gateway.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GenerationConfigTest {
    private static JsonNode config(Asked asked) {
        return Fixture.json(GeminiRequestEncoder.encode(asked.request()).body()).path("generationConfig");
    }

    private static void assertRefused(Asked asked, String param, String... words) {
        assertThatThrownBy(() -> GeminiRequestEncoder.encode(asked.request()))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.error()).isInstanceOfSatisfying(GatewayError.InvalidRequest.class, error -> {
                            assertThat(error.param()).isEqualTo(param);
                            assertThat(error.message()).startsWith(param + ": ").contains(words);
                        }));
    }

    @Test
    void isLeftOutWhenNothingIsAskedFor() {
        assertThat(config(Asked.hello()).isMissingNode()).isTrue();
    }

    @Test
    void saysHowToSample() {
        Asked asked = Asked.hello();
        asked.maxOutputTokens = OptionalLong.of(9);
        asked.sampling = new Sampling(
                2.0, 0.9, OptionalInt.of(40), -0.5, 1.0, OptionalLong.of(-7), List.of("a", "b", "c", "d", "e"));
        asked.choices = 2;

        assertThat(config(asked))
                .isEqualTo(Fixture.json("{\"maxOutputTokens\":9,\"temperature\":2,\"topP\":0.9,\"topK\":40,"
                        + "\"frequencyPenalty\":-0.5,\"presencePenalty\":1,\"seed\":-7,"
                        + "\"stopSequences\":[\"a\",\"b\",\"c\",\"d\",\"e\"],\"candidateCount\":2}"));
    }

    @Test
    void refusesMoreThanTheProviderTakes() {
        Asked stops = Asked.hello();
        stops.sampling = new Sampling(
                null,
                null,
                OptionalInt.empty(),
                null,
                null,
                OptionalLong.empty(),
                List.of("a", "b", "c", "d", "e", "f"));
        assertRefused(stops, "stop", "6 texts", "send fewer");

        Asked choices = Asked.hello();
        choices.choices = 9;
        assertRefused(choices, "n", "9", "8 answers", "ask for fewer");
    }

    @Test
    void leavesOutASeedThatIsTooLarge() {
        Asked asked = Asked.hello();
        asked.sampling =
                new Sampling(null, null, OptionalInt.empty(), null, null, OptionalLong.of(1L << 31), List.of());

        Encoded encoded = GeminiRequestEncoder.encode(asked.request());

        assertThat(encoded.dropped()).containsExactly("seed");
        assertThat(Fixture.json(encoded.body()).has("generationConfig")).isFalse();
    }

    @Test
    void asksForJson() {
        Asked asked = Asked.hello();
        asked.format = ResponseFormat.JSON_OBJECT;
        assertThat(config(asked)).isEqualTo(Fixture.json("{\"responseMimeType\":\"application/json\"}"));

        asked.format = new ResponseFormat.JsonSchema("answer", "{\"type\":\"object\",\"const\":1.50}", true);
        assertThat(config(asked))
                .isEqualTo(Fixture.json("{\"responseMimeType\":\"application/json\","
                        + "\"responseJsonSchema\":{\"type\":\"object\",\"const\":1.50}}"));

        asked.format = new ResponseFormat.JsonSchema("answer", "true", true);
        assertRefused(asked, "response_format", "'answer'", "json_object");
    }

    static Stream<Arguments> reasoning() {
        String old = "gemini-2.5-flash";
        String pro = "gemini-2.5-pro";
        String current = "gemini-3.5-flash";
        return Stream.of(
                Arguments.of(new Reasoning.Effort("minimal"), current, shown("\"thinkingLevel\":\"low\""), false),
                Arguments.of(new Reasoning.Effort("low"), current, shown("\"thinkingLevel\":\"low\""), false),
                Arguments.of(new Reasoning.Effort("medium"), current, shown("\"thinkingLevel\":\"medium\""), false),
                Arguments.of(new Reasoning.Effort("xhigh"), "gemini-9", shown("\"thinkingLevel\":\"high\""), false),
                Arguments.of(new Reasoning.Effort("none"), old, "{\"thinkingBudget\":0}", false),
                Arguments.of(new Reasoning.Effort("minimal"), old, shown("\"thinkingBudget\":1024"), false),
                Arguments.of(new Reasoning.Effort("medium"), old, shown("\"thinkingBudget\":8192"), false),
                Arguments.of(new Reasoning.Effort("high"), pro, shown("\"thinkingBudget\":24576"), false),
                Arguments.of(new Reasoning.Budget(2000), current, shown("\"thinkingBudget\":2000"), false),
                Arguments.of(new Reasoning.Budget(99_999), old, shown("\"thinkingBudget\":24576"), false),
                Arguments.of(new Reasoning.Budget(0), old, "{\"thinkingBudget\":0}", false),
                Arguments.of(Reasoning.OFF, old, "{\"thinkingBudget\":0}", false),
                Arguments.of(Reasoning.OFF, pro, "{\"thinkingBudget\":128}", true),
                Arguments.of(Reasoning.OFF, current, "{\"thinkingLevel\":\"low\"}", true),
                Arguments.of(new Reasoning.Adaptive(), current, "{\"includeThoughts\":true}", false),
                Arguments.of(new Reasoning.Adaptive(), old, shown("\"thinkingBudget\":-1"), false));
    }

    private static String shown(String member) {
        return "{\"includeThoughts\":true," + member + "}";
    }

    @ParameterizedTest
    @MethodSource("reasoning")
    void saysHowMuchToThinkInTheFamilysWords(
            Reasoning reasoning, String model, String thinkingConfig, boolean approximate) {
        Asked asked = Asked.hello();
        asked.reasoning = reasoning;

        Encoded encoded = GeminiRequestEncoder.encode(asked.request(), model);

        assertThat(Fixture.json(encoded.body()).at("/generationConfig/thinkingConfig"))
                .isEqualTo(Fixture.json(thinkingConfig));
        assertThat(encoded.dropped()).isEqualTo(approximate ? List.of("reasoning_effort") : List.of());
    }

    @Test
    void refusesAnUnknownEffort() {
        Asked asked = Asked.hello();
        asked.reasoning = new Reasoning.Effort("gigantic");

        assertRefused(asked, "reasoning_effort", "'gigantic'", "use none, minimal");
    }
}
