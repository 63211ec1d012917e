package dev.sluice.gateway.provider.ollama;

import static dev.sluice.gateway.provider.Wire.assertRefused;
import static dev.sluice.gateway.provider.Wire.chat;
import static dev.sluice.gateway.provider.Wire.hello;
import static dev.sluice.gateway.provider.Wire.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class OllamaRequestEncoderTest {
    private static final String TOOLS = "'tools':[{'type':'function','function':{'name':'a','description':'A'}},"
            + "{'type':'function','function':{'name':'b'}}]";

    private static JsonNode body(ChatRequest request) {
        return json(OllamaRequestEncoder.encode(request, "qwen3").body());
    }

    private static JsonNode body(String fields) {
        return body(hello(fields));
    }

    private static List<String> dropped(String fields) {
        return OllamaRequestEncoder.encode(hello(fields), "qwen3").dropped();
    }

    @Test
    void saysThatItWantsNoStream() {
        assertThat(body(""))
                .isEqualTo(json("{'model':'qwen3','stream':false,'messages':[{'role':'user','content':'Hello'}]}"));
        assertThat(body("'stream':true").path("stream").asBoolean()).isTrue();
    }

    @Test
    void sendsImagesAsBytesAndArgumentsAsObjects() {
        assertThat(body(chat("[{'role':'system','content':'S'},{'role':'user','content':[{'type':'text','text':'Look'},"
                                + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AA=='}}]},"
                                + "{'role':'assistant','reasoning_content':'hm','tool_calls':[{'id':'x','type':'function',"
                                + "'function':{'name':'weather','arguments':'{}'}}]},"
                                + "{'role':'tool','tool_call_id':'x','content':'21'}]"))
                        .path("messages"))
                .isEqualTo(json("[{'role':'system','content':'S'},{'role':'user','content':'Look','images':['AA==']},"
                        + "{'role':'assistant','content':'','tool_calls':[{'function':{'name':'weather','arguments':{}}}],"
                        + "'thinking':'hm'},{'role':'tool','content':'21','tool_name':'weather'}]"));
    }

    @Test
    void putsOptionsInTheirPlace() {
        JsonNode body = body(
                "'max_tokens':9,'temperature':0.5,'top_p':0.9,'top_k':40,'seed':7,'stop':'END',"
                        + "'frequency_penalty':0.1,'options':{'num_ctx':8192,'temperature':1,'mirostat':2},'min_p':0.05,'keep_alive':'5m'");
        assertThat(body.path("options"))
                .isEqualTo(json("{'num_ctx':8192,'temperature':0.5,'mirostat':2,'min_p':0.05,'num_predict':9,"
                        + "'top_p':0.9,'top_k':40,'frequency_penalty':0.1,'seed':7,'stop':['END']}"));
        assertThat(body.path("keep_alive").asText()).isEqualTo("5m");
        assertThat(dropped("'seed':99999999999,'user':'u','logit_bias':{'1':2}"))
                .containsExactlyInAnyOrder("seed", "user", "logit_bias");
    }

    @Test
    void asksForAForm() {
        assertThat(body("'response_format':{'type':'json_object'}")
                        .path("format")
                        .asText())
                .isEqualTo("json");
        assertThat(
                        body("'response_format':{'type':'json_schema','json_schema':{'name':'o','schema':{'type':'object'}}}")
                                .path("format"))
                .isEqualTo(json("{'type':'object'}"));
    }

    @Test
    void thinksOrNot() {
        assertThat(body("'reasoning_effort':'high'").path("think")).isEqualTo(json("true"));
        assertThat(body("'reasoning_effort':'none'").path("think")).isEqualTo(json("false"));
        assertThat(body("").has("think")).isFalse();
        assertThat(json(OllamaRequestEncoder.encode(hello("'reasoning_effort':'xhigh'"), "gpt-oss:20b")
                                .body())
                        .path("think")
                        .asText())
                .isEqualTo("high");
    }

    @Test
    void saysAChoiceInWordsOrByWhatItOffers() {
        assertThat(body(TOOLS).path("tools")).hasSize(2);
        assertThat(body(TOOLS).at("/tools/0/function"))
                .isEqualTo(json("{'name':'a','description':'A','parameters':{'type':'object','properties':{}}}"));
        assertThat(body(TOOLS + ",'tool_choice':'none'").has("tools")).isFalse();
        JsonNode named = body(TOOLS + ",'tool_choice':{'type':'function','function':{'name':'b'}}");
        assertThat(named.path("tools")).hasSize(1);
        assertThat(named.at("/messages/0/content").asText()).contains("tool b");
        assertThat(dropped(TOOLS + ",'tool_choice':'required'")).containsExactly("tool_choice");
    }

    @Test
    void refusesWhatWouldChangeTheAnswer() {
        assertRefused(
                "messages",
                "bytes alone",
                () -> body(chat(
                        "[{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://x/y.png'}}]}]")));
        assertRefused("options", "is not an object", () -> body("'options':[1]"));
        assertRefused("logprobs", "leave it out", () -> body("'logprobs':true"));
    }
}
