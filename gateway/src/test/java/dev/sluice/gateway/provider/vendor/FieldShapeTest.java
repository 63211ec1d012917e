package dev.sluice.gateway.provider.vendor;

import static dev.sluice.gateway.provider.vendor.Shaped.TOOLS;
import static dev.sluice.gateway.provider.vendor.Shaped.body;
import static dev.sluice.gateway.provider.vendor.Shaped.changed;
import static dev.sluice.gateway.provider.vendor.Shaped.dropped;
import static dev.sluice.gateway.provider.vendor.Shaped.refusal;
import static dev.sluice.gateway.provider.vendor.Shaped.sent;
import static dev.sluice.gateway.provider.vendor.Shaped.shape;
import static dev.sluice.gateway.provider.vendor.Shaped.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.policy.ModelSpec.UnsupportedParameters;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.Encoded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which fields vendors are sent, and by which names. Vendors and their quirks are the catalog's. */
class FieldShapeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void leavesARequestThatAVendorTakesAsItIs() {
        assertThat(shape("mistral", "some-model", user("hi"), ",'temperature':1.50,'stream':true"))
                .isNull();
        assertThat(shape("openai", "gpt-4o", user("hi"), ",'user':'u','seed':1,'unheard_of':true"))
                .isNull();
    }

    @Test
    void keepsNumbersAsTheyWereWritten() {
        Encoded shaped = changed("mistral", "some-model", user("hi"), ",'temperature':1.50,'user':'u'");

        assertThat(new String(shaped.body(), StandardCharsets.UTF_8)).contains("\"temperature\":1.50");
    }

    @ParameterizedTest
    @CsvSource({
        "mistral, max_tokens",
        "deepseek, max_tokens",
        "together, max_tokens",
        "fireworks, max_tokens",
        "openrouter, max_tokens",
        "perplexity, max_tokens",
        "moonshot, max_tokens",
        "zai, max_tokens",
        "databricks, max_tokens",
        "groq, max_completion_tokens",
        "cerebras, max_completion_tokens",
        "xai, max_completion_tokens",
        "minimax, max_completion_tokens"
    })
    void pitfall25TheLimitHasTheVendorsName(String provider, String field) throws IOException {
        for (String asked : List.of("max_tokens", "max_completion_tokens")) {
            JsonNode sent = sent(provider, user("hi"), ",'" + asked + "':64");

            assertThat(sent.path(field).asInt()).isEqualTo(64);
            assertThat(sent.size()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "deepseek, seed",
        "deepseek, user",
        "deepseek, parallel_tool_calls",
        "together, safety_identifier",
        "fireworks, metadata",
        "xai, logit_bias",
        "perplexity, stop",
        "cerebras, frequency_penalty",
        "sambanova, user",
        "moonshot, seed",
        "zai, prompt_cache_key",
        "dashscope, user",
        "minimax, verbosity",
        "databricks, user",
        "vllm, user",
        "sglang, store",
        "tgi, user",
        "nvidia, logit_bias",
        "huggingface, metadata",
        "deepinfra, service_tier_x",
        "openrouter, safety_identifier",
        "mistral, user",
        "groq, logit_bias"
    })
    void hintsThatAVendorLacksAreNamed(String provider, String field) {
        boolean lacks = !field.endsWith("_x");
        String tools = field.equals("parallel_tool_calls") ? TOOLS : "";
        String value = field.equals("parallel_tool_calls") ? "false" : field.equals("logit_bias") ? "{'1':2}" : "7";

        assertThat(dropped(provider, "some-model", tools + ",'" + field + "':" + value))
                .isEqualTo(lacks ? List.of(field) : List.of());
    }

    @Test
    void nothingIsSaidOfWhatAsksForNothing() {
        assertThat(dropped("deepseek", "some-model", ",'n':1,'user':null,'logit_bias':{},'parallel_tool_calls':true"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"groq, n, 2", "groq, logprobs, true", "perplexity, top_logprobs, 3", "deepseek, n, 3"})
    void whatChangesTheMeaningIsRefused(String provider, String field, String value) {
        assertThat(refusal(provider, "some-model", user("hi"), ",'" + field + "':" + value))
                .isInstanceOfSatisfying(GatewayError.UnsupportedParameter.class, e -> {
                    assertThat(e.param()).isEqualTo(field);
                    assertThat(e.message()).contains(field).contains("leave it out");
                });
    }

    @Test
    void aModelsRuleGoesBeforeTheDefault() {
        byte[] body = body(user("hi"), ",'n':2,'user':'u'");

        assertThat(VendorShape.of(body, Targets.of("groq", "m", UnsupportedParameters.FORWARD)))
                .isNull();
        assertThat(Objects.requireNonNull(VendorShape.of(body, Targets.of("deepseek", "m", UnsupportedParameters.DROP)))
                        .dropped())
                .containsExactlyInAnyOrder("n", "user");
        assertThatThrownBy(() -> VendorShape.of(
                        body(user("hi"), ",'user':'u'"), Targets.of("deepseek", "m", UnsupportedParameters.REJECT)))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.error())
                                .isInstanceOfSatisfying(
                                        GatewayError.UnsupportedParameter.class,
                                        refused -> assertThat(refused.param()).isEqualTo("user")));
    }

    @Test
    void pitfall35AFormatAndToolsExcludeEachOther() throws IOException {
        String json = ",'response_format':{'type':'json_object'}";

        assertThat(refusal("cerebras", "m", user("hi"), TOOLS + json))
                .isInstanceOfSatisfying(
                        GatewayError.UnsupportedParameter.class,
                        e -> assertThat(e.param()).isEqualTo("response_format"));
        assertThat(shape("cerebras", "m", user("hi"), json)).isNull();
        assertThat(sent("fireworks", user("hi"), TOOLS + ",'response_format':{'type':'text'}")
                        .has("response_format"))
                .isFalse();
    }

    @Test
    void pitfall36StreamOptionsWithoutAStreamAreLeftOut() throws IOException {
        for (String provider : List.of("openai", "together")) {
            assertThat(sent(provider, user("hi"), ",'stream_options':{'include_usage':true}")
                            .size())
                    .isEqualTo(2);
        }
        assertThat(sent("perplexity", user("hi"), ",'stream':true,'stream_options':{'include_usage':true}")
                        .size())
                .isEqualTo(3);
    }

    @Test
    void pitfall37RulesAboutToolsWithoutToolsAreLeftOut() throws IOException {
        for (String provider : List.of("openai", "mistral")) {
            Encoded shaped = changed(provider, "m", user("hi"), ",'tool_choice':'auto','parallel_tool_calls':false");

            assertThat(JSON.readTree(shaped.body()).size()).isEqualTo(2);
            assertThat(shaped.dropped()).isEmpty();
        }
    }

    @Test
    void aSchemaIsToldInWordsWhereItIsNotHeldTo() throws IOException {
        Encoded shaped = changed(
                "deepseek",
                "some-model",
                user("hi"),
                ",'response_format':{'type':'json_schema','json_schema':{'name':'x','schema':{'type':'object'}}}");
        JsonNode sent = JSON.readTree(shaped.body());

        assertThat(sent.path("response_format").toString()).isEqualTo("{\"type\":\"json_object\"}");
        assertThat(sent.path("messages").get(0).path("content").asText())
                .contains("JSON")
                .contains("{\"type\":\"object\"}");
        assertThat(shaped.dropped()).containsExactly("response_format");
    }

    @Test
    void choicesOfToolsAreTheVendors() throws IOException {
        assertThat(sent("mistral", user("hi"), TOOLS + ",'tool_choice':'required'")
                        .path("tool_choice")
                        .asText())
                .isEqualTo("any");
        assertThat(sent("together", user("hi"), TOOLS + ",'tool_choice':'none'").size())
                .isEqualTo(2);
        assertThat(refusal("zai", "m", user("hi"), TOOLS + ",'tool_choice':'required'"))
                .isInstanceOfSatisfying(
                        GatewayError.UnsupportedParameter.class,
                        e -> assertThat(e.param()).isEqualTo("tool_choice"));
        assertThat(shape("dashscope", "m", user("hi"), TOOLS + ",'tool_choice':{'type':'function'}"))
                .isNull();
    }

    @Test
    void numbersAreWithinTheVendorsRange() throws IOException {
        assertThat(sent("mistral", user("hi"), ",'temperature':1.9")
                        .path("temperature")
                        .asDouble())
                .isEqualTo(1.5);
        assertThat(sent("tgi", user("hi"), ",'temperature':0,'top_p':1.0").size())
                .isEqualTo(2);
    }
}
