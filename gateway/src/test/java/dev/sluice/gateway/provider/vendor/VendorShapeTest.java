package dev.sluice.gateway.provider.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.policy.ModelSpec.UnsupportedParameters;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestScanner;
import dev.sluice.gateway.inference.chat.Encoded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What vendors of OpenAI's dialect are sent. Vendors, models and their quirks are the catalog's. */
class VendorShapeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOOLS = ",'tools':[{'type':'function','function':{'name':'f'}}]";

    private static byte[] body(String messages, String more) {
        return ("{'model':'m','messages':[" + messages + "]" + more + "}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String user(String text) {
        return "{'role':'user','content':'" + text + "'}";
    }

    private static @Nullable Encoded shape(String provider, String upstream, String messages, String more) {
        return VendorShape.of(body(messages, more), Targets.of(provider, upstream, null));
    }

    private static Encoded changed(String provider, String upstream, String messages, String more) {
        return Objects.requireNonNull(shape(provider, upstream, messages, more));
    }

    private static JsonNode sent(String provider, String messages, String more) throws IOException {
        Encoded shaped = shape(provider, "some-model", messages, more);
        return JSON.readTree(shaped == null ? body(messages, more) : shaped.body());
    }

    private static List<String> dropped(String provider, String upstream, String more) {
        Encoded shaped = shape(provider, upstream, user("hi"), more);
        return shaped == null ? List.of() : shaped.dropped();
    }

    private static GatewayError refusal(String provider, String upstream, String messages, String more) {
        return catchThrowableOfType(GatewayException.class, () -> shape(provider, upstream, messages, more))
                .error();
    }

    private static Stream<String> texts(JsonNode messages, String member) {
        return StreamSupport.stream(messages.spliterator(), false)
                .map(message -> message.path(member).asText());
    }

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
    @ValueSource(
            strings = {
                "mistral", "groq", "together", "fireworks", "deepinfra", "deepseek", "xai", "perplexity", "cerebras",
                "sambanova", "nvidia", "moonshot", "zai", "dashscope", "minimax", "huggingface", "databricks", "vllm",
                "sglang", "tgi", "llamacpp"
            })
    void vendorsAreSentTheSystemForTheDeveloper(String provider) throws IOException {
        JsonNode sent = sent(provider, "{'role':'developer','content':'Be brief.'}," + user("hi"), "");

        assertThat(texts(sent.path("messages"), "role")).containsExactly("system", "user");
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

    @ParameterizedTest
    @ValueSource(strings = {"mistral", "cerebras", "nvidia", "databricks", "tgi"})
    void pitfall24UnknownFieldsAreNotSentToStrictVendors(String provider) throws IOException {
        String message = "{'role':'assistant','content':'a','refusal':null,'thinking_blocks':[{'type':'thinking'}]}";
        Encoded shaped = changed(
                provider,
                "some-model",
                message + ",{'role':'user','content':[{'type':'text','text':'b','cache_control':{'type':'x'}}]}",
                ",'unheard_of':1,'metadata':null");

        JsonNode sent = JSON.readTree(shaped.body());
        assertThat(sent.has("unheard_of")).isFalse();
        assertThat(sent.findParent("thinking_blocks")).isNull();
        assertThat(sent.findParent("refusal")).isNull();
        assertThat(sent.findParent("cache_control")).isNull();
        assertThat(shaped.dropped())
                .containsExactlyInAnyOrder(
                        "unheard_of", "messages[].thinking_blocks", "messages[].content[].cache_control");
    }

    @Test
    void pitfall24GroqIsNotSentNamesOfSpeakers() throws IOException {
        Encoded shaped = changed("groq", "m", "{'role':'user','name':'Ann','content':'hi'}", ",'logit_bias':{'1':2}");

        assertThat(JSON.readTree(shaped.body()).path("messages").get(0).size()).isEqualTo(2);
        assertThat(shaped.dropped()).containsExactly("logit_bias", "messages[].name");
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
    void hintsThatAVendorLacksAreNamed(String provider, String field) throws IOException {
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

        assertThat(sent.has("temperature")).isTrue();
        assertThat(sent.path("reasoning_effort").asText()).isEqualTo("low");
        assertThat(sent.has("thinking")).isFalse();
    }

    @Test
    void pitfall27MistralHearsTheAssistantBetweenAResultAndTheUser() throws IOException {
        JsonNode messages = sent(
                        "mistral",
                        user("hi")
                                + ",{'role':'assistant','content':null,'tool_calls':[{'id':'call_1','type':'function',"
                                + "'function':{'name':'f','arguments':''}}]},"
                                + "{'role':'tool','tool_call_id':'call_1','content':'x'}," + user("and?"),
                        "")
                .path("messages");

        assertThat(texts(messages, "role")).containsExactly("user", "assistant", "tool", "assistant", "user");
        assertThat(messages.get(3).path("content").asText()).isEqualTo(".");
        assertThat(messages.get(2).path("name").asText()).isEqualTo("f");
    }

    @Test
    void pitfall29SystemMessagesAreMergedInFront() throws IOException {
        JsonNode messages = sent(
                        "vllm",
                        user("a") + ",{'role':'system','content':[{'type':'text','text':'b'}]},"
                                + "{'role':'developer','content':'c'}",
                        "")
                .path("messages");

        assertThat(texts(messages, "role")).containsExactly("system", "user");
        assertThat(messages.get(0).path("content").asText()).isEqualTo("b\nc");
    }

    @Test
    void pitfall29NeighboursOfOneSideAreMergedWhereTheyMustAlternate() throws IOException {
        JsonNode messages = sent(
                        "perplexity",
                        user("a") + "," + user("b") + ",{'role':'user','content':[{'type':'text','text':'c'}]}",
                        "")
                .path("messages");

        assertThat(messages).hasSize(1);
        assertThat(texts(messages.get(0).path("content"), "text")).containsExactly("a\nb", "c");
    }

    @Test
    void pitfall31IdsOfCallsAreNineLettersAndDigits() throws IOException {
        String call = "{'role':'assistant','content':'','tool_calls':[{'id':'%1$s','type':'function',"
                + "'function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'%1$s','content':'x'}";
        JsonNode messages = sent("mistral", call.formatted("call_1-2"), "").path("messages");
        String id = messages.get(0).path("tool_calls").get(0).path("id").asText();

        assertThat(id).matches("[a-zA-Z0-9]{9}");
        assertThat(messages.get(1).path("tool_call_id").asText()).isEqualTo(id);
        assertThat(sent("mistral", call.formatted("aB3dE6gH9"), "")
                        .path("messages")
                        .get(1)
                        .path("tool_call_id")
                        .asText())
                .isEqualTo("aB3dE6gH9");
    }

    @Test
    void pitfall34ImagesElsewhereAreRefusedByVendorsThatDoNotFetch() {
        String image = "{'role':'user','content':[{'type':'image_url','image_url':{'url':'%s'}}]}";

        assertThat(refusal("databricks", "m", image.formatted("https://example.org/a.png"), ""))
                .isInstanceOfSatisfying(GatewayError.UnsupportedContent.class, e -> {
                    assertThat(e.param()).isEqualTo("messages[0].content[0]");
                    assertThat(e.message()).contains("data:");
                });
        assertThat(shape("databricks", "m", image.formatted("data:image/png;base64,AA"), ""))
                .isNull();
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

    @Test
    void numbersAreWithinTheVendorsRange() throws IOException {
        assertThat(sent("mistral", user("hi"), ",'temperature':1.9")
                        .path("temperature")
                        .asDouble())
                .isEqualTo(1.5);
        assertThat(sent("tgi", user("hi"), ",'temperature':0,'top_p':1.0").size())
                .isEqualTo(2);
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
