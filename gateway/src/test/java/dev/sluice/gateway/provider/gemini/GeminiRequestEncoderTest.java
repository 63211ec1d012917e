package dev.sluice.gateway.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiRequestEncoderTest {
    /** The {@code openai_request} of the fixture. */
    private static Asked rich() {
        Asked asked = new Asked()
                .system(Asked.text("Be brief."))
                .user(
                        Asked.text("Weather here?"),
                        new Content.Image(new Content.Source.Base64("image/png", "iVBORw0KGgo="), "low", null))
                .assistant(
                        new Content.ToolCall("call_a", "weather", "{\"city\":\"Köln\"}"), Asked.call("call_b", "now"))
                .user(Asked.result("call_a", "{\"t\":21}"))
                .user(Asked.result("call_b", "noon"))
                .system(Asked.text("Answer in German."))
                .user(Asked.text("And tomorrow?"))
                .tools(
                        new Tool(
                                "weather",
                                "Weather of a city",
                                "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"enum\":[\"Köln\",\"Lyon\"]}},"
                                        + "\"required\":[\"city\"],\"additionalProperties\":false}",
                                true,
                                null),
                        new Tool("now", "Time", null, null, null))
                .other("stream_options", "{\"include_usage\":true}")
                .other("logit_bias", "{\"50256\":-100}");
        asked.toolChoice = ToolChoice.REQUIRED;
        asked.parallelToolCalls = false;
        asked.maxOutputTokens = OptionalLong.of(256);
        asked.sampling = new Sampling(1.4, 1.0, OptionalInt.empty(), null, null, OptionalLong.of(7), List.of("END"));
        asked.user = "u-1";
        return asked;
    }

    @Test
    void encodesTheGoldenRequest() {
        JsonNode expected = Fixture.json(Fixture.text("requests.json")).at("/expected/gemini");
        List<String> dropped = new ArrayList<>();
        expected.path("dropped").forEach(name -> dropped.add(name.textValue()));
        dropped.remove("stream_options");

        Encoded encoded = GeminiRequestEncoder.encode(rich().request(), "gemini-3.5-flash");

        assertThat(Fixture.json(encoded.body())).isEqualTo(expected.path("body"));
        assertThat(encoded.dropped()).containsExactlyInAnyOrderElementsOf(dropped);
        assertThat(GeminiPaths.developer("", "gemini-3.5-flash", true))
                .isEqualTo(expected.path("path").textValue());
    }

    @Test
    void doesWithoutAModelName() {
        assertThat(GeminiRequestEncoder.encode(rich().request()).body())
                .isEqualTo(GeminiRequestEncoder.encode(rich().request(), "gemini-3.5-flash")
                        .body());
    }

    @Test
    void refusesASystemMessageThatIsNotText() {
        Asked asked = Asked.hello().system(new Content.Audio("AAAA", "wav"));

        assertThatThrownBy(() -> GeminiRequestEncoder.encode(asked.request()))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.error()).isInstanceOfSatisfying(GatewayError.InvalidRequest.class, error -> {
                            assertThat(error.param()).isEqualTo("messages");
                            assertThat(error.message()).contains("system message", "user message");
                        }));
    }

    @Test
    void passesOnHalfOfASurrogatePairAsItCame() {
        Encoded encoded = GeminiRequestEncoder.encode(
                new Asked().user(Asked.text("a\ud83d!")).request());

        assertThat(Fixture.json(encoded.body()).at("/contents/0/parts/0/text").textValue())
                .isEqualTo("a\ud83d!");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "store|true",
                "metadata|{\"a\":\"b\"}",
                "service_tier|\"flex\"",
                "prompt_cache_key|\"k\"",
                "safety_identifier|\"s\"",
                "verbosity|\"low\"",
                "prediction|{\"type\":\"content\",\"content\":\"x\"}"
            })
    void namesTheHintsItLeavesOut(String name, String json) {
        Encoded encoded =
                GeminiRequestEncoder.encode(Asked.hello().other(name, json).request());

        assertThat(encoded.dropped()).containsExactly(name);
        assertThat(new String(encoded.body(), StandardCharsets.UTF_8)).doesNotContain(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "stream_options|{\"include_usage\":true}",
                "store|false",
                "logprobs|false",
                "logprobs|null",
                "top_logprobs|0",
                "modalities|[ \"text\" ]",
                "service_tier|\"auto\""
            })
    void saysNothingOfWhatAsksForNothing(String name, String json) {
        assertThat(GeminiRequestEncoder.encode(Asked.hello().other(name, json).request())
                        .dropped())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "logprobs|true",
                "top_logprobs|3",
                "modalities|[\"text\",\"audio\"]",
                "audio|{\"voice\":\"alloy\"}",
                "web_search_options|{\"search_context_size\":\"low\"}",
                "functions|[{\"name\":\"f\"}]"
            })
    void refusesWhatWouldChangeTheAnswer(String name, String json) {
        assertThatThrownBy(() -> GeminiRequestEncoder.encode(
                        Asked.hello().other(name, json).request()))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.error())
                                .isInstanceOfSatisfying(GatewayError.UnsupportedParameter.class, error -> {
                                    assertThat(error.param()).isEqualTo(name);
                                    assertThat(error.message()).startsWith(name + ": cannot be passed on");
                                }));
    }

    @Test
    void namesCacheControlOnce() {
        Asked asked = new Asked()
                .system(new Content.Text("s", "{\"type\":\"ephemeral\"}"))
                .user(new Content.Text("u", "{\"type\":\"ephemeral\"}"));

        assertThat(GeminiRequestEncoder.encode(asked.request()).dropped()).containsExactly("cache_control");
    }

    @Test
    void keepsQuietAboutParallelCallsThatAreWanted() {
        Asked asked = Asked.hello();
        asked.parallelToolCalls = true;

        assertThat(GeminiRequestEncoder.encode(asked.request()).dropped()).isEmpty();
    }
}
