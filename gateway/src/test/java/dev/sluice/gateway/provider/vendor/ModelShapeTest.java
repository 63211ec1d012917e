package dev.sluice.gateway.provider.vendor;

import static dev.sluice.gateway.provider.vendor.Shaped.TOOLS;
import static dev.sluice.gateway.provider.vendor.Shaped.body;
import static dev.sluice.gateway.provider.vendor.Shaped.changed;
import static dev.sluice.gateway.provider.vendor.Shaped.refusal;
import static dev.sluice.gateway.provider.vendor.Shaped.sent;
import static dev.sluice.gateway.provider.vendor.Shaped.shape;
import static dev.sluice.gateway.provider.vendor.Shaped.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.policy.ModelSpec.UnsupportedParameters;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestScanner;
import dev.sluice.gateway.inference.chat.Encoded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models do not take, whoever serves them. Their flags are the catalog's. */
class ModelShapeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void pitfall25ReasoningModelsOfOpenAiKnowTheNewNameAlone() throws IOException {
        JsonNode sent = JSON.readTree(
                changed("openai", "o3", user("hi"), ",'max_tokens':64").body());

        assertThat(sent.path("max_completion_tokens").asInt()).isEqualTo(64);
        assertThat(sent.has("max_tokens")).isFalse();
        assertThat(shape("openai", "gpt-4o", user("hi"), ",'max_tokens':64")).isNull();
    }

    @Test
    void pitfall25ALimitBeyondTheModelsIsLoweredAndNamed() throws IOException {
        Encoded shaped = changed("zai", "glm-5.3", user("hi"), ",'max_tokens':500000");

        assertThat(JSON.readTree(shaped.body()).path("max_tokens").asInt()).isEqualTo(131072);
        assertThat(shaped.dropped()).containsExactly("max_tokens");
    }

    @Test
    void pitfall26ReasoningModelsAreNotSentATemperature() throws IOException {
        Encoded shaped = changed("openai", "o3", user("hi"), ",'temperature':0.2,'top_p':0.9");

        assertThat(JSON.readTree(shaped.body()).size()).isEqualTo(2);
        assertThat(shaped.dropped()).containsExactly("temperature", "top_p");
        assertThat(shape("openai", "o3", user("hi"), ",'temperature':1")).isNull();
        assertThat(shape("openai", "gpt-4o", user("hi"), ",'temperature':0.2")).isNull();
        assertThat(shape("openai", "gpt-5.2", user("hi"), ",'temperature':0.2,'reasoning_effort':'none'"))
                .isNull();
    }

    @Test
    void pitfall58KimiTakesNoSamplingAndAlwaysThinks() throws IOException {
        Encoded shaped =
                changed("moonshot", "kimi-k3.1-pro", user("hi"), ",'temperature':0.3,'reasoning_effort':'none'");
        JsonNode sent = JSON.readTree(shaped.body());

        assertThat(sent.has("temperature")).isFalse();
        assertThat(sent.path("reasoning_effort").asText()).isEqualTo("low");
        assertThat(sent.has("thinking")).isFalse();
    }

    @Test
    void aModelWithoutVisionIsNotShownAnImage() throws IOException {
        String image = user("a") + ",{'role':'user','content':[{'type':'text','text':'b'},"
                + "{'type':'image_url','image_url':{'url':'data:x'}}]}";

        assertThat(refusal("together", "meta-llama/Llama-3.3-70B-Instruct-Turbo", image, ""))
                .isInstanceOfSatisfying(
                        GatewayError.UnsupportedContent.class,
                        e -> assertThat(e.param()).isEqualTo("messages[1].content[1]"));
        Encoded without = Objects.requireNonNull(
                VendorShape.of(body(image, ""), Targets.of("deepseek", "m", UnsupportedParameters.DROP)));
        assertThat(without.dropped()).containsExactly("messages[1].content[1]");
        assertThat(new String(without.body(), StandardCharsets.UTF_8)).doesNotContain("image_url");
    }

    @Test
    void aModelWithoutToolsIsNotGivenAny() {
        assertThat(refusal("perplexity", "sonar", user("hi"), TOOLS))
                .isInstanceOfSatisfying(
                        GatewayError.UnsupportedParameter.class,
                        e -> assertThat(e.param()).isEqualTo("tools"));
    }

    @ParameterizedTest
    @CsvSource({
        "deepseek, deepseek-v4-pro, medium, high",
        "deepseek, deepseek-v4-pro, low, high",
        "groq, openai/gpt-oss-20b, xhigh, high",
        "groq, openai/gpt-oss-20b, none, low",
        "groq, qwen/qwen3-32b, high, default",
        "openai, gpt-5.1, xhigh, high",
        "zai, glm-5.3, medium, low"
    })
    void effortsAreTheModels(String provider, String upstream, String asked, String sent) throws IOException {
        Encoded shaped = changed(provider, upstream, user("hi"), ",'reasoning_effort':'" + asked + "'");

        assertThat(JSON.readTree(shaped.body()).path("reasoning_effort").asText())
                .isEqualTo(sent);
        assertThat(shaped.dropped()).containsExactly("reasoning_effort");
    }

    @Test
    void thinkingIsSwitchedOffInTheVendorsWords() throws IOException {
        JsonNode sent = JSON.readTree(changed("deepseek", "deepseek-v4-pro", user("hi"), ",'reasoning_effort':'none'")
                .body());

        assertThat(sent.path("thinking").path("type").asText()).isEqualTo("disabled");
        assertThat(sent.has("reasoning_effort")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-4o, temperature, false",
        "openai, o3, temperature, true",
        "openai, o3, max_tokens, true",
        "openai, gpt-4o, max_tokens, false",
        "openai, gpt-4o, tool_choice, true",
        "openai, gpt-4o, stream_options, true",
        "openai-compatible, anything, temperature, false",
        "mistral, anything, seed, true"
    })
    void onlyWhatMayChangeIsLookedInto(String provider, String upstream, String field, boolean looked) {
        String value = field.equals("stream_options") ? "{}" : "0";
        byte[] body = body(user("hi"), ",'" + field + "':" + value);

        assertThat(VendorShape.mayChange(
                        RequestScanner.scan(body, Payload.MESSAGES, false), Targets.of(provider, upstream, null)))
                .isEqualTo(looked);
        assertThat(VendorShape.mayChange(
                        RequestScanner.scan(body, Payload.MESSAGES, false),
                        Targets.of(provider, upstream, UnsupportedParameters.FORWARD)))
                .isFalse();
    }
}
