package dev.sluice.gateway.endpoint.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single quotes stand for double ones. */
class ResponsesRequestDecoderTest {
    private static ChatRequest decode(String members) {
        return ResponsesRequestDecoder.decode(
                ("{'model':'m'," + members + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static List<Turn> turns(String items) {
        return decode("'input':[" + items + "]").turns();
    }

    private static Content text(String text) {
        return new Content.Text(text);
    }

    @Test
    void readsAStringAndInstructions() {
        assertThat(decode("'instructions':'Be brief.','input':'Hi'").turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, List.of(text("Be brief."))), new Turn(Role.USER, List.of(text("Hi"))));
    }

    @Test
    void readsMessagesWithAllKindsOfParts() {
        assertThat(
                        turns(
                                "{'role':'developer','content':'Be kind.'},"
                                        + "{'type':'message','role':'user','content':[{'type':'input_text','text':'See'},"
                                        + "{'type':'input_image','image_url':'https://example.com/a.png','detail':'high'},"
                                        + "{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,JVBE'},"
                                        + "{'type':'input_file','file_url':'https://example.com/b.pdf'},"
                                        + "{'type':'input_audio','input_audio':{'data':'UklG','format':'wav'}}]},"
                                        + "{'type':'message','id':'msg_1','status':'completed','role':'assistant','content':["
                                        + "{'type':'output_text','text':'I see.','annotations':[]},{'type':'refusal','refusal':'No.'}]}"))
                .containsExactly(
                        new Turn(Role.SYSTEM, List.of(text("Be kind."))),
                        new Turn(
                                Role.USER,
                                List.of(
                                        text("See"),
                                        new Content.Image(
                                                new Content.Source.Url("https://example.com/a.png"), "high", null),
                                        new Content.Document(
                                                new Content.Source.Base64("application/pdf", "JVBE"), "a.pdf", null),
                                        new Content.Document(
                                                new Content.Source.Url("https://example.com/b.pdf"), null, null),
                                        new Content.Audio("UklG", "wav"))),
                        new Turn(Role.ASSISTANT, List.of(text("I see."), text("No."))));
    }

    @Test
    void joinsWhatTheModelDidAndWhatItWasAnswered() {
        String thought = CarriedThought.signed("hm", "EqAB");

        assertThat(turns("{'role':'user','content':'Time?'},"
                        + "{'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text','text':'short'}],'encrypted_content':'"
                        + thought + "'},"
                        + "{'role':'assistant','content':'Let me look.'},"
                        + "{'type':'function_call','id':'fc_1','call_id':'a','name':'now','arguments':'','status':'completed'},"
                        + "{'type':'function_call','call_id':'b','name':'get','arguments':'cut'},"
                        + "{'type':'function_call_output','call_id':'a','output':'noon'},"
                        + "{'type':'function_call_output','call_id':'b','output':[{'type':'input_text','text':'7'},"
                        + "{'type':'input_image','image_url':'data:image/png;base64,aWs='}]},"
                        + "{'type':'reasoning','id':'rs_2','summary':[{'type':'summary_text','text':'a'},{'type':'summary_text','text':'b'}],'encrypted_content':'gAAAA'},"
                        + "{'type':'function_call','call_id':'c','name':'now','arguments':'{}'},"
                        + "{'type':'function_call_output','call_id':'c','output':'one'}"))
                .containsExactly(
                        new Turn(Role.USER, List.of(text("Time?"))),
                        new Turn(
                                Role.ASSISTANT,
                                List.of(
                                        new Content.Thinking("hm", "EqAB"),
                                        text("Let me look."),
                                        new Content.ToolCall("a", "now", "{}"),
                                        new Content.ToolCall("b", "get", "{\"_raw\":\"cut\"}"))),
                        new Turn(
                                Role.USER,
                                List.of(
                                        new Content.ToolResult("a", List.of(text("noon")), false, null),
                                        new Content.ToolResult(
                                                "b",
                                                List.of(
                                                        text("7"),
                                                        new Content.Image(
                                                                new Content.Source.Base64("image/png", "aWs="),
                                                                null,
                                                                null)),
                                                false,
                                                null))),
                        new Turn(
                                Role.ASSISTANT,
                                List.of(new Content.Thinking("a\n\nb", null), new Content.ToolCall("c", "now", "{}"))),
                        new Turn(Role.USER, List.of(new Content.ToolResult("c", List.of(text("one")), false, null))));
    }

    @Test
    void namesImagesThatComeBackFromAnAnswerAndGoesOnWithoutThem() {
        ChatRequest request =
                decode("'input':[{'role':'user','content':'A cat'},{'type':'image_generation_call','id':'ig_1',"
                        + "'status':'completed','result':'aWs='},{'role':'user','content':'Nice'}]");

        assertThat(request.turns())
                .containsExactly(
                        new Turn(Role.USER, List.of(text("A cat"))), new Turn(Role.USER, List.of(text("Nice"))));
        assertThat(request.others()).containsOnlyKeys("image_generation_call");
    }

    @Test
    void readsFunctionsFormatAndLimits() {
        ChatRequest request = decode(
                "'input':'Hi','tools':[{'type':'function','name':'f','description':'d','parameters':{'type':'object'},'strict':true},"
                        + "{'type':'function','name':'g'}],'tool_choice':{'type':'allowed_tools','mode':'required','tools':[{'type':'function','name':'g'}]},"
                        + "'parallel_tool_calls':false,'text':{'format':{'type':'json_schema','name':'n','schema':{'a':1},'strict':true}},"
                        + "'reasoning':{'effort':'high','summary':'auto'},'max_output_tokens':9,'temperature':0.5,'top_p':0.9,'stream':true,'user':'u'");

        assertThat(request.tools()).containsExactly(new Tool("g", null, null, null, null));
        assertThat(request.toolChoice()).isEqualTo(ToolChoice.REQUIRED);
        assertThat(request.parallelToolCalls()).isFalse();
        assertThat(request.format()).isEqualTo(new ResponseFormat.JsonSchema("n", "{\"a\":1}", true));
        assertThat(request.reasoning()).isEqualTo(new Reasoning.Effort("high"));
        assertThat(request.maxOutputTokens()).hasValue(9);
        assertThat(request.sampling().temperature()).isEqualTo(0.5);
        assertThat(request.stream()).isTrue();
        assertThat(request.user()).isEqualTo("u");
        assertThat(request.others()).isEmpty();
    }

    @Test
    void keepsWhatAsksForSomethingElse() {
        assertThat(decode(
                                "'input':'Hi','store':true,'truncation':'auto','metadata':{'a':'b'},'prompt_cache_key':'k',"
                                        + "'include':['reasoning.encrypted_content','file_search_call.results'],'text':{'verbosity':'low'}")
                        .others())
                .containsOnlyKeys("store", "truncation", "metadata", "prompt_cache_key", "include", "text.verbosity");
        assertThat(decode(
                                "'input':'Hi','store':false,'truncation':'disabled','metadata':{},'background':false,'previous_response_id':null,"
                                        + "'include':['reasoning.encrypted_content'],'service_tier':'auto','stream_options':{'include_obfuscation':false},"
                                        + "'text':{'format':{'type':'text'},'verbosity':'medium'},'top_logprobs':0")
                        .others())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'input':7|input",
                "'input':[]|input",
                "'input':''|input",
                "'input':[7]|input[0]",
                "'input':[{}]|input[0].type",
                "'input':[{'type':'item_reference','id':'msg_1'}]|input[0].type",
                "'input':[{'type':'web_search_call'}]|input[0].type",
                "'input':[{'role':'tool','content':'x'}]|input[0].role",
                "'input':[{'role':'user','content':[{'type':'video'}]}]|input[0].content[0].type",
                "'input':[{'role':'system','content':[{'type':'input_image','image_url':'data:image/png;base64,aWs='}]}]|input[0].content[0].type",
                "'input':[{'role':'user','content':[{'type':'input_image','file_id':'file-1'}]}]|input[0].content[0].file_id",
                "'input':[{'role':'user','content':[{'type':'input_file','file_id':'file-1'}]}]|input[0].content[0].file_id",
                "'input':[{'type':'function_call','name':'f','arguments':'{}'}]|input[0].call_id",
                "'input':'Hi','tools':[{'type':'web_search'}]|tools[0].type",
                "'input':'Hi','tools':[{'type':'function','name':'f'}],'tool_choice':{'type':'mcp','server_label':'s'}|tool_choice.type",
                "'input':'Hi','tools':[{'type':'function','name':'f'}],'tool_choice':{'type':'function','name':'g'}|tool_choice.name",
                "'input':'Hi','tool_choice':'required'|tool_choice",
                "'input':'Hi','previous_response_id':'resp_1'|previous_response_id",
                "'input':'Hi','conversation':'conv_1'|conversation",
                "'input':'Hi','prompt':{'id':'p'}|prompt",
                "'input':'Hi','background':true|background",
                "'input':'Hi','top_logprobs':3|top_logprobs",
                "'input':'Hi','reasoning':{'effort':'huge'}|reasoning.effort",
                "'input':'Hi','text':{'format':{'type':'xml'}}|text.format.type",
                "'input':'Hi','max_output_tokens':0|max_output_tokens"
            })
    void namesTheFieldAtFault(String members, String param) {
        assertThatThrownBy(() -> decode(members))
                .asInstanceOf(InstanceOfAssertFactories.type(GatewayException.class))
                .extracting(GatewayException::error)
                .isInstanceOfSatisfying(GatewayError.InvalidRequest.class, error -> {
                    assertThat(error.param()).isEqualTo(param);
                    assertThat(error.message()).startsWith(param + " ");
                });
    }
}
