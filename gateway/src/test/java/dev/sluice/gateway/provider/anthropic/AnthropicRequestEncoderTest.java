package dev.sluice.gateway.provider.anthropic;

import static dev.sluice.gateway.provider.anthropic.Asked.assistant;
import static dev.sluice.gateway.provider.anthropic.Asked.sampling;
import static dev.sluice.gateway.provider.anthropic.Asked.system;
import static dev.sluice.gateway.provider.anthropic.Asked.user;
import static dev.sluice.gateway.provider.anthropic.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.Source;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AnthropicRequestEncoderTest {
    private final Asked asked = new Asked();

    /** The OpenAI request of the fixture, as its endpoint would understand it. */
    @Test
    void sendsWhatTheGoldenRequestMeans() {
        JsonNode golden = json(Fixtures.read("request.json"));
        JsonNode openai = golden.path("openai_request");
        asked.turns = List.of(
                system("Be brief."),
                user(
                        new Content.Text("Weather here?"),
                        new Content.Image(new Source.Base64("image/png", "iVBORw0KGgo="), "low", null)),
                assistant(
                        new Content.ToolCall("call_a", "weather", "{\"city\":\"Köln\"}"),
                        new Content.ToolCall("call_b", "now", "{}")),
                user(new Content.ToolResult("call_a", List.of(new Content.Text("{\"t\":21}")), false, null)),
                user(new Content.ToolResult("call_b", List.of(new Content.Text("noon")), false, null)),
                system("Answer in German."),
                user("And tomorrow?"));
        String schema = openai.at("/tools/0/function/parameters").toString();
        asked.tools = List.of(
                new Tool("weather", "Weather of a city", schema, true, null),
                new Tool("now", "Time", null, null, null));
        asked.toolChoice = ToolChoice.REQUIRED;
        asked.parallelToolCalls = false;
        asked.maxOutputTokens = OptionalLong.of(256);
        asked.sampling = new Sampling(1.4, 1.0, OptionalInt.empty(), null, null, OptionalLong.of(7), List.of("END"));
        asked.user = "u-1";
        asked.stream = true;
        asked.others = Map.of(
                "logit_bias",
                openai.path("logit_bias").toString(),
                "stream_options",
                openai.path("stream_options").toString());

        Encoded encoded = asked.encode("claude-sonnet-4-6");

        assertThat(json(encoded.body())).isEqualTo(golden.at("/expected/body"));
        JsonNode dropped = golden.at("/expected/dropped");
        assertThat(encoded.dropped())
                .containsExactlyInAnyOrderElementsOf(
                        dropped.valueStream().map(JsonNode::asText).toList());
    }

    @Test
    void asksForTheDefaultLimitWhenTheClientNamesNone() {
        assertThat(asked.body().path("max_tokens").asLong()).isEqualTo(Asked.DEFAULT_MAX);
        asked.maxOutputTokens = OptionalLong.of(7);
        assertThat(asked.body().path("max_tokens").asLong()).isEqualTo(7);
    }

    @Test
    void sendsNothingThatTheClientDidNotSay() {
        assertThat(asked.body().properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("model", "max_tokens", "messages");
        assertThat(asked.dropped()).isEmpty();
    }

    @Test
    void clampsTheTemperature() {
        asked.sampling = sampling(1.7, null);
        assertThat(asked.body().path("temperature").asDouble()).isEqualTo(1);
        asked.sampling = sampling(-0.5, null);
        assertThat(asked.body().path("temperature").asDouble()).isZero();
        asked.sampling = sampling(0.3, null);
        assertThat(asked.body().path("temperature").asDouble()).isEqualTo(0.3);
        assertThat(asked.dropped()).isEmpty();
    }

    @Test
    void sendsTopPOnlyWithoutATemperature() {
        asked.sampling = sampling(null, 0.9);
        assertThat(asked.body().path("top_p").asDouble()).isEqualTo(0.9);
        assertThat(asked.dropped()).isEmpty();
        asked.sampling = sampling(0.5, 0.9);
        assertThat(asked.body().has("top_p")).isFalse();
        assertThat(asked.dropped()).containsExactly("top_p");
    }

    @Test
    void leavesSamplingOutForModelsThatTakeTheDefaultAlone() {
        asked.sampling = new Sampling(0.5, 0.9, OptionalInt.of(40), null, null, OptionalLong.empty(), List.of());
        JsonNode body = asked.body("claude-opus-4-7");
        assertThat(body.has("temperature") || body.has("top_p") || body.has("top_k"))
                .isFalse();
        assertThat(asked.dropped("claude-opus-4-7")).containsExactly("temperature", "top_p", "top_k");
        asked.sampling = sampling(1.0, 1.0);
        assertThat(asked.dropped("claude-opus-4-7")).isEmpty();
    }

    @Test
    void sendsTopK() {
        asked.sampling = new Sampling(null, null, OptionalInt.of(40), null, null, OptionalLong.empty(), List.of());
        assertThat(asked.body().path("top_k").asInt()).isEqualTo(40);
    }

    @Test
    void leavesOutStopsOfWhiteSpaceAlone() {
        asked.sampling = sampling(null, null, "\n\n", "END", "");
        assertThat(asked.body().path("stop_sequences")).isEqualTo(json("['END']"));
        assertThat(asked.dropped()).containsExactly("stop");
        asked.sampling = sampling(null, null, " ");
        assertThat(asked.body().has("stop_sequences")).isFalse();
    }

    @Test
    void writesWhatIsNotAsciiUnharmed() {
        asked.turns = List.of(user("Grüße 🌍! \"\\\n"));
        assertThat(asked.body().at("/messages/0/content/0/text").asText()).isEqualTo("Grüße 🌍! \"\\\n");
    }
}
