package dev.sluice.gateway.provider.vendor;

import static dev.sluice.gateway.provider.vendor.Shaped.changed;
import static dev.sluice.gateway.provider.vendor.Shaped.refusal;
import static dev.sluice.gateway.provider.vendor.Shaped.sent;
import static dev.sluice.gateway.provider.vendor.Shaped.shape;
import static dev.sluice.gateway.provider.vendor.Shaped.texts;
import static dev.sluice.gateway.provider.vendor.Shaped.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.inference.chat.Encoded;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which conversations vendors are sent. */
class MessageShapeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {",'reasoning_content':'hmm'|hmm", ",'reasoning':'hmm'|hmm", ",'reasoning_content':null|``", "``|``"
            })
    void pitfall23ThoughtsComeBackWithCallsOfTools(String more, String thought) throws IOException {
        String call =
                "{'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}]"
                        + more + "}";

        for (String provider : List.of("deepseek", "moonshot")) {
            JsonNode messages = Shaped.sent(provider, Shaped.user("hi") + "," + call, Shaped.TOOLS)
                    .path("messages");
            assertThat(messages.at("/1/reasoning_content").asText("none")).isEqualTo(thought);
            assertThat(messages.at("/1").has("reasoning")).isFalse();
        }
    }

    @Test
    void pitfall23ThoughtsStayAwayFromWhoRefusesThem() throws IOException {
        JsonNode messages = Shaped.sent(
                        "groq",
                        Shaped.user("hi") + ",{'role':'assistant','content':'ho','reasoning_content':'hmm'},"
                                + Shaped.user("hi"),
                        "")
                .path("messages");

        assertThat(messages.at("/1").has("reasoning_content")).isFalse();
    }
}
