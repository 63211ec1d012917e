package dev.sluice.gateway.provider.cohere;

import static dev.sluice.gateway.provider.Wire.bytes;
import static dev.sluice.gateway.provider.Wire.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CohereRepliesTest {
    private static final String USAGE = "'usage':{'billed_units':{'input_tokens':31,'output_tokens':18},"
            + "'tokens':{'input_tokens':912,'output_tokens':44},'cached_tokens':12}";

    static List<JsonNode> recorded() {
        return Wire.errors("cohere");
    }

    @Test
    void readsPlansAsThoughtsAndCalls() throws IOException {
        ChatReply reply = CohereReplyDecoder.decode(bytes("{'id':'3f1e','finish_reason':'TOOL_CALL','message':{"
                + "'role':'assistant','tool_plan':'I look.','tool_calls':[{'id':'w1','type':'function','function':"
                + "{'name':'weather','arguments':'{}'}},{'id':'w2','type':'function','function':{'name':'now'}}]},"
                + USAGE
                + "}"));

        assertThat(reply)
                .isEqualTo(new ChatReply(
                        "3f1e",
                        "",
                        List.of(
                                new Content.Thinking("I look.", null),
                                new Content.ToolCall("w1", "weather", "{}"),
                                new Content.ToolCall("w2", "now", "{}")),
                        FinishReason.TOOL_CALLS,
                        null,
                        Tokens.of(900, 44).withCachedInput(12)));
    }

    @Test
    void readsTextAndThoughts() throws IOException {
        ChatReply reply = CohereReplyDecoder.decode(bytes("{'finish_reason':'COMPLETE','message':{'content':["
                + "{'type':'thinking','thinking':'hm'},{'type':'text','text':'21'}],'citations':[{'start':0}]},"
                + "'usage':{'billed_units':{'input_tokens':31,'output_tokens':18}}}"));

        assertThat(reply.content()).containsExactly(new Content.Thinking("hm", null), new Content.Text("21"));
        assertThat(reply.usage()).isEqualTo(Tokens.of(31, 18));
    }

    @Test
    void pitfall44WhatWasProcessedCountsAndElseWhatIsBilled() throws IOException {
        String answer = "{'finish_reason':'COMPLETE','message':{'content':[{'type':'text','text':'21'}]},";

        assertThat(CohereReplyDecoder.decode(bytes(answer + USAGE + "}")).usage())
                .isEqualTo(Tokens.of(900, 44).withCachedInput(12));
        assertThat(CohereReplyDecoder.decode(
                                bytes(answer + "'usage':{'billed_units':{'input_tokens':31,'output_tokens':18}}}"))
                        .usage())
                .isEqualTo(Tokens.of(31, 18));
    }

    private static final String CITATION =
            "{'start':6,'end':7,'text':'x','type':'TEXT_CONTENT','sources':[{'type':'document','id':'1',"
                    + "'document':{'id':'1','title':'A','snippet':'so','url':'https://a'}},{'type':'tool','id':'2','tool_output':"
                    + "{'url':'https://b'}},{'type':'document','document':{'title':'no address'}}]}";

    @Test
    void citesWhatHasAnAddressWholeAndStreamed() throws IOException {
        List<Citation> expected =
                List.of(new Citation("https://a", "A", "so", 6, 7), new Citation("https://b", "", null, 6, 7));
        ChatReply reply = CohereReplyDecoder.decode(bytes(
                "{'finish_reason':'COMPLETE','message':{'content':[{'type':'text','text':'Grüße x'}],'citations':["
                        + CITATION + "," + CITATION.replace("TEXT_CONTENT", "PLAN") + "]}}"));

        assertThat(reply.citations()).isEqualTo(expected);
        assertThat(events(
                        new CohereStreamDecoder(),
                        "{'type':'citation-start','index':0,'delta':{'message':{'citations':" + CITATION + "}}}",
                        "{'type':'message-end','delta':{'finish_reason':'COMPLETE'}}"))
                .containsSequence(new StreamEvent.Cited(expected.get(0)), new StreamEvent.Cited(expected.get(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "<html>",
                "{}",
                "{'message':'no'}",
                "{'finish_reason':'ERROR','message':{'content':[]}}",
                "{'finish_reason':'TIMEOUT','message':{'content':[]}}"
            })
    void refusesWhatIsNoAnswer(String body) {
        assertThatThrownBy(() -> CohereReplyDecoder.decode(bytes(body))).isInstanceOf(IOException.class);
    }

    @Test
    void pitfall21NumbersCallsAnew() {
        assertThat(events(
                        new CohereStreamDecoder(),
                        "{'type':'message-start','id':'co'}",
                        "{'type':'tool-plan-delta','delta':{'message':{'tool_plan':'I will'}}}",
                        "{'type':'tool-call-start','index':3,'delta':{'message':{'tool_calls':{'id':'a','function':{'name':'x','arguments':''}}}}}",
                        "{'type':'tool-call-delta','index':3,'delta':{'message':{'tool_calls':{'function':{'arguments':'{}'}}}}}",
                        "{'type':'tool-call-end','index':3}",
                        "{'type':'tool-call-start','index':4,'delta':{'message':{'tool_calls':[{'id':'b','function':{'name':'y'}}]}}}",
                        "{'type':'citation-start','index':0,'delta':{}}",
                        "{'type':'message-end','delta':{'finish_reason':'TOOL_CALLS'," + USAGE + "}}",
                        "[DONE]"))
                .containsExactly(
                        new StreamEvent.Start("co", ""),
                        new StreamEvent.ThinkingDelta("I will"),
                        new StreamEvent.ToolCallStart(0, "a", "x"),
                        new StreamEvent.ToolArgumentsDelta(0, "{}"),
                        new StreamEvent.ToolCallStart(1, "b", "y"),
                        new StreamEvent.Usage(Tokens.of(900, 44).withCachedInput(12)),
                        new StreamEvent.ToolArgumentsDelta(1, "{}"),
                        new StreamEvent.Finish(FinishReason.TOOL_CALLS, null));
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETE,STOP",
        "STOP_SEQUENCE,STOP",
        "MAX_TOKENS,LENGTH",
        "ERROR_LIMIT,LENGTH",
        "ERROR_TOXIC,CONTENT_FILTER",
        "TOOL_CALL,STOP"
    })
    void knowsWhyAnAnswerEnded(String reason, FinishReason finish) {
        assertThat(events(
                        new CohereStreamDecoder(), "{'type':'message-end','delta':{'finish_reason':'" + reason + "'}}"))
                .last()
                .isEqualTo(new StreamEvent.Finish(finish, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'message-end','delta':{'finish_reason':'ERROR','error':'gone'}}|SERVER_ERROR|gone",
                "{'type':'message-end','delta':{'finish_reason':'TIMEOUT'}}|TIMEOUT_TOTAL|TIMEOUT",
                "{'message':'internal'}|SERVER_ERROR|internal",
                "nonsense|SERVER_ERROR|not JSON",
                "{'type':'message-start'}|STREAM_INTERRUPTED|ended before"
            })
    void endsWithAFailureThatIsOne(String event, UpstreamClass kind, String message) {
        assertThat(events(new CohereStreamDecoder(), event))
                .last()
                .isInstanceOfSatisfying(StreamEvent.Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(kind);
                    assertThat(failure.message()).contains(message);
                });
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void knowsRecordedErrors(JsonNode error) {
        byte[] body = error.path("body").toString().getBytes(StandardCharsets.UTF_8);
        assertThat(CohereErrors.classify(error.path("status").asInt(), body).wireName())
                .isEqualTo(error.path("expect_class").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "400,x,BAD_REQUEST",
        "401,invalid api token,AUTH",
        "402,x,QUOTA_EXHAUSTED",
        "403,x,PERMISSION",
        "404,model not found,MODEL_NOT_FOUND",
        "413,x,TOO_LARGE",
        "422,x,BAD_REQUEST",
        "429,Please wait and try again later,RATE_LIMITED",
        "429,You are using a Trial key which is limited to 1000 API calls / month.,QUOTA_EXHAUSTED",
        "498,x,CONTENT_POLICY",
        "499,x,SERVER_ERROR",
        "500,x,SERVER_ERROR",
        "503,x,OVERLOADED",
        "504,x,TIMEOUT_TOTAL"
    })
    void goesByStatusAndWords(int status, String message, UpstreamClass kind) {
        byte[] body = ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
        assertThat(CohereErrors.classify(status, body)).isEqualTo(kind);
        assertThat(CohereErrors.classify(status, bytes("<html>"))).isNotNull();
    }
}
