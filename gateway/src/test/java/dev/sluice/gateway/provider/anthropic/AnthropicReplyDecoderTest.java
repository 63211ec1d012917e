package dev.sluice.gateway.provider.anthropic;

import static dev.sluice.gateway.provider.anthropic.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import java.net.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicReplyDecoderTest {
    private static ChatReply decode(String json) throws ProtocolException {
        return AnthropicReplyDecoder.decode(bytes(json));
    }

    @Test
    void readsBlocksByTheirType() throws ProtocolException {
        ChatReply reply = decode("""
                {'id':'msg_01A','type':'message','role':'assistant','model':'claude-sonnet-4-6','content':[
                 {'type':'thinking','thinking':'hm','signature':'EqAB'},{'type':'redacted_thinking','data':'b64'},
                 {'type':'thinking','thinking':'','signature':'EqAC'},{'type':'server_tool_use','id':'s','name':'web_search','input':{}},
                 {'type':'text','text':'Sure.','citations':null},{'type':'text','text':''},
                 {'type':'tool_use','id':'toolu_01B','name':'get_time','input':{'tz':'UTC','n':1.10}},
                 {'type':'tool_use','id':'toolu_01C','name':'now'}],
                 'stop_reason':'tool_use','stop_sequence':null,
                 'usage':{'input_tokens':40,'cache_read_input_tokens':1024,'output_tokens':55,'output_tokens_details':{'thinking_tokens':20}}}
                """);

        assertThat(reply.id()).isEqualTo("msg_01A");
        assertThat(reply.model()).isEqualTo("claude-sonnet-4-6");
        assertThat(reply.content())
                .containsExactly(
                        new Content.Thinking("hm", "EqAB"),
                        new Content.HiddenThinking("b64"),
                        new Content.Thinking("", "EqAC"),
                        new Content.Text("Sure."),
                        new Content.ToolCall("toolu_01B", "get_time", "{\"tz\":\"UTC\",\"n\":1.10}"),
                        new Content.ToolCall("toolu_01C", "now", "{}"));
        assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(reply.stopText()).isNull();
        assertThat(reply.usage())
                .isEqualTo(Tokens.of(40, 35).withCachedInput(1024).withReasoning(20));
    }

    @Test
    void citesABlockOfTheAnswer() throws ProtocolException {
        ChatReply reply = decode("""
                {'content':[{'type':'text','text':'I looked. '},{'type':'text','text':'Grüße 🌍','citations':[
                 {'type':'web_search_result_location','url':'https://a','title':'A','encrypted_index':'x','cited_text':'so'},
                 {'type':'search_result_location','source':'https://b','title':'B'},
                 {'type':'search_result_location','source':'shelf 7','title':'mine'},
                 {'type':'page_location','document_index':0,'document_title':'mine'}]}],'stop_reason':'end_turn'}
                """);

        assertThat(reply.citations())
                .containsExactly(
                        new Citation("https://a", "A", "so", 10, 17), new Citation("https://b", "B", null, 10, 17));
    }

    @ParameterizedTest
    @CsvSource({
        "'end_turn',STOP",
        "'stop_sequence',STOP",
        "'pause_turn',STOP",
        "'max_tokens',LENGTH",
        "'model_context_window_exceeded',LENGTH",
        "'tool_use',TOOL_CALLS",
        "'refusal',CONTENT_FILTER",
        "'of the future',STOP",
        "'',STOP"
    })
    void translatesStopReasons(String reason, FinishReason finish) throws ProtocolException {
        assertThat(decode("{'content':[],'stop_reason':'" + reason + "'}").finish())
                .isEqualTo(finish);
    }

    @Test
    void saysThatAnAnswerWithCallsEndedForThem() throws ProtocolException {
        String call = "{'content':[{'type':'tool_use','id':'a','name':'f','input':{}}],'stop_reason':'%s'}";
        assertThat(decode(call.formatted("end_turn")).finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(decode(call.formatted("max_tokens")).finish()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void namesTheStopText() throws ProtocolException {
        ChatReply reply = decode("{'content':[],'stop_reason':'stop_sequence','stop_sequence':'END'}");
        assertThat(reply.stopText()).isEqualTo("END");
        assertThat(reply.usage()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "null",
                "[]",
                "{}",
                "{'content':'text'}",
                "{'content':[]} x",
                "{'type':'error','error':{'type':'api_error','message':'x'}}"
            })
    void saysWhatIsNoMessage(String body) {
        assertThatThrownBy(() -> decode(body)).isInstanceOf(ProtocolException.class);
    }
}
