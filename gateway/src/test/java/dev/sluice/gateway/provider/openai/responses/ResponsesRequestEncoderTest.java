package dev.sluice.gateway.provider.openai.responses;

import static dev.sluice.gateway.provider.openai.responses.Fixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.endpoint.openai.chat.ChatRequestDecoder;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chat completions on their way to models that take tools at the Responses API alone. Single quotes stand for double ones. */
class ResponsesRequestEncoderTest {
    private static final String HELLO = "'messages':[{'role':'user','content':'Hi'}]";

    private static Encoded encode(String members) {
        ChatRequest request =
                ChatRequestDecoder.decode(Fixture.bytes(("{'model':'m'," + members + "}").replace('\'', '"')));
        return ResponsesRequestEncoder.encode(request, "gpt-6-sol");
    }

    private static JsonNode body(String members) {
        return json(encode(members).body());
    }

    private static JsonNode quoted(String json) {
        return json(json.replace('\'', '"'));
    }

    @Test
    void saysHowNothingIsKept() {
        assertThat(body(HELLO))
                .isEqualTo(quoted(
                        "{'model':'gpt-6-sol','input':[{'role':'user','content':[{'type':'input_text','text':'Hi'}]}],"
                                + "'store':false,'include':['reasoning.encrypted_content']}"));
        assertThat(body(HELLO + ",'stream':true").path("stream").asBoolean()).isTrue();
    }

    @Test
    void makesItemsOfTheConversation() {
        JsonNode body =
                body("'messages':[{'role':'system','content':'Be brief.'},{'role':'developer','content':'Be kind.'},"
                        + "{'role':'user','content':[{'type':'text','text':'See'},{'type':'image_url','image_url':{'url':'data:image/png;base64,aWs='}},"
                        + "{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,JVBE'}}]},"
                        + "{'role':'assistant','content':'Let me look.','tool_calls':["
                        + "{'id':'call_1','type':'function','function':{'name':'now','arguments':''}},"
                        + "{'id':'call_2','type':'function','function':{'name':'get','arguments':'{}'}}]},"
                        + "{'role':'tool','tool_call_id':'call_1','content':'noon'},{'role':'tool','tool_call_id':'call_2','content':'7'},"
                        + "{'role':'system','content':'Hurry.'}]");

        assertThat(body.path("instructions").asText()).isEqualTo("Be brief.\n\nBe kind.");
        assertThat(body.path("input"))
                .isEqualTo(quoted("[{'role':'user','content':[{'type':'input_text','text':'See'},"
                        + "{'type':'input_image','image_url':'data:image/png;base64,aWs=','detail':'auto'},"
                        + "{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,JVBE'}]},"
                        + "{'role':'assistant','content':[{'type':'output_text','text':'Let me look.'}]},"
                        + "{'type':'function_call','call_id':'call_1','name':'now','arguments':'{}'},"
                        + "{'type':'function_call','call_id':'call_2','name':'get','arguments':'{}'},"
                        + "{'type':'function_call_output','call_id':'call_1','output':'noon'},"
                        + "{'type':'function_call_output','call_id':'call_2','output':'7'},"
                        + "{'role':'developer','content':[{'type':'input_text','text':'Hurry.'}]}]"));
    }

    @Test
    void sendsBackWhatTheModelThoughtBeforeItsCalls() {
        JsonNode input = body("'messages':[{'role':'user','content':'Time?'},{'role':'assistant','thinking_blocks':["
                        + "{'type':'thinking','thinking':'hm','signature':'responses:rs_1.enc.x'},"
                        + "{'type':'thinking','thinking':'of Claude','signature':'EqAB'},"
                        + "{'type':'redacted_thinking','data':'gemini:x'}],"
                        + "'tool_calls':[{'id':'c','type':'function','function':{'name':'now','arguments':'{}'}}]},"
                        + "{'role':'tool','tool_call_id':'c','content':'noon'},"
                        + "{'role':'assistant','content':'','thinking_blocks':[{'type':'thinking','thinking':'alone','signature':'responses:rs_2.y'}]},"
                        + "{'role':'user','content':'Well?'}]")
                .path("input");

        assertThat(input.get(1))
                .isEqualTo(quoted("{'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text','text':'hm'}],"
                        + "'encrypted_content':'enc.x'}"));
        assertThat(input.get(2).path("type").asText()).isEqualTo("function_call");
        assertThat(input).hasSize(5);
    }

    @Test
    void flattensTools() {
        JsonNode body = body(HELLO + ",'tools':[{'type':'function','function':{'name':'f','description':'d',"
                + "'parameters':{'type':'object','x':1.50},'strict':true}},{'type':'function','function':{'name':'g'}}],"
                + "'tool_choice':{'type':'function','function':{'name':'f'}},'parallel_tool_calls':false");

        assertThat(body.path("tools").toString())
                .isEqualTo(
                        "[{'type':'function','name':'f','description':'d','parameters':{'type':'object','x':1.5},'strict':true},{'type':'function','name':'g','parameters':{'type':'object','properties':{}},'strict':false}]"
                                .replace('\'', '"'));
        assertThat(new String(
                        encode(HELLO + ",'tools':[{'type':'function','function':{'name':'f','parameters':{'x':1.50}}}]")
                                .body(),
                        StandardCharsets.UTF_8))
                .contains("{\"x\":1.50}");
        assertThat(body.path("tool_choice")).isEqualTo(quoted("{'type':'function','name':'f'}"));
        assertThat(body.path("parallel_tool_calls").asBoolean(true)).isFalse();
    }

    @Test
    void nestsFormatVerbosityAndEffort() {
        JsonNode body = body(HELLO
                + ",'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'}}},"
                + "'verbosity':'low','reasoning_effort':'high','max_completion_tokens':5,'service_tier':'flex',"
                + "'prompt_cache_key':'k','user':'u'");

        assertThat(body.path("text"))
                .isEqualTo(
                        quoted(
                                "{'format':{'type':'json_schema','name':'n','schema':{'type':'object'},'strict':false},'verbosity':'low'}"));
        assertThat(body.path("reasoning")).isEqualTo(quoted("{'effort':'high'}"));
        assertThat(body.path("max_output_tokens").asInt()).isEqualTo(16);
        assertThat(body.path("service_tier").asText()).isEqualTo("flex");
        assertThat(body.path("prompt_cache_key").asText()).isEqualTo("k");
        assertThat(body.path("user").asText()).isEqualTo("u");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'enabled','budget_tokens':2000}|{'effort':'low','summary':'auto'}",
                "{'type':'enabled','budget_tokens':10000}|{'effort':'medium','summary':'auto'}",
                "{'type':'enabled','budget_tokens':60000}|{'effort':'high','summary':'auto'}",
                "{'type':'adaptive'}|{'summary':'auto'}",
                "{'type':'disabled'}|{'effort':'low'}"
            },
            quoteCharacter = '`')
    void makesAnEffortOfABudget(String thinking, String reasoning) {
        assertThat(body(HELLO + ",'thinking':" + thinking).path("reasoning")).isEqualTo(quoted(reasoning));
    }

    @Test
    void namesWhatItLeavesOut() {
        Encoded encoded = encode(
                HELLO + ",'temperature':0.2,'top_p':1,'seed':1,'presence_penalty':1,'top_k':3,'logit_bias':{'1':2},"
                        + "'store':true,'logprobs':false,'metadata':{'a':'b'}");

        assertThat(encoded.dropped())
                .containsExactlyInAnyOrder("temperature", "seed", "presence_penalty", "top_k", "logit_bias", "store");
        assertThat(json(encoded.body()).path("metadata")).isEqualTo(quoted("{'a':'b'}"));
        assertThat(json(encoded.body()).path("store").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'stop':'x'", "'logprobs':true", "'modalities':['text','audio']", "'web_search_options':{'a':1}"
            })
    void refusesWhatChangesTheAnswer(String member) {
        assertThatThrownBy(() -> encode(HELLO + "," + member))
                .asInstanceOf(InstanceOfAssertFactories.type(GatewayException.class))
                .extracting(GatewayException::error)
                .isInstanceOfSatisfying(
                        GatewayError.UnsupportedParameter.class,
                        error -> assertThat(member).startsWith("'" + error.param() + "'"));
    }
}
