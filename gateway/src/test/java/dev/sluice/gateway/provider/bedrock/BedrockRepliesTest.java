package dev.sluice.gateway.provider.bedrock;

import static dev.sluice.gateway.provider.Wire.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BedrockRepliesTest {
    private static ChatReply reply(String content, String stop) throws IOException {
        return BedrockReplyDecoder.decode(bytes("{'output':{'message':{'role':'assistant','content':[" + content
                + "]}},'stopReason':'" + stop + "','usage':{'inputTokens':30,'outputTokens':12,'totalTokens':42,"
                + "'cacheReadInputTokens':5,'cacheWriteInputTokens':9,"
                + "'cacheDetails':[{'ttl':'1h','inputTokens':4},{'ttl':'5m','inputTokens':5}]}}"));
    }

    private static List<StreamEvent> stream(String... namesAndData) {
        BedrockStreamDecoder decoder = new BedrockStreamDecoder();
        List<StreamEvent> events = new ArrayList<>();
        for (int i = 0; i < namesAndData.length; i += 2) {
            byte[] data = bytes(namesAndData[i + 1]);
            events.addAll(decoder.event(namesAndData[i], data, 0, data.length));
        }
        events.addAll(decoder.end());
        return events;
    }

    static List<JsonNode> recorded() {
        return Wire.errors("bedrock");
    }

    @Test
    void readsAllKindsOfBlocks() throws IOException {
        ChatReply reply = reply(
                "{'reasoningContent':{'reasoningText':{'text':'hm','signature':'c2ln'}}},"
                        + "{'reasoningContent':{'redactedContent':'ZGF0YQ=='}},{'text':'Noon.'},{'video':{}},"
                        + "{'citationsContent':{'content':[{'text':'Cited.'}],'citations':[]}},"
                        + "{'toolUse':{'toolUseId':'t1','name':'time','input':{'tz':1.50}}}",
                "tool_use");

        assertThat(reply.content())
                .containsExactly(
                        new Content.Thinking("hm", "c2ln"),
                        new Content.HiddenThinking("ZGF0YQ=="),
                        new Content.Text("Noon."),
                        new Content.Text("Cited."),
                        new Content.ToolCall("t1", "time", "{\"tz\":1.50}"));
        assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(reply.usage())
                .isEqualTo(
                        Tokens.of(30, 12).withCachedInput(5).withCacheWrite(5).withCacheWrite1h(4));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn,STOP",
        "stop_sequence,STOP",
        "max_tokens,LENGTH",
        "model_context_window_exceeded,LENGTH",
        "content_filtered,CONTENT_FILTER",
        "guardrail_intervened,CONTENT_FILTER",
        "tool_use,STOP",
        "malformed_tool_use,STOP",
        "of_the_future,STOP"
    })
    void knowsWhyAnAnswerEnded(String stop, FinishReason finish) throws IOException {
        assertThat(reply("{'text':'x'}", stop).finish()).isEqualTo(finish);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html>",
                "{}",
                "{'Output':{'__type':'com.amazon.coral.service#UnknownOperationException'},'Version':'1.0'}",
                "{'output':{'message':{'content':[]}},'stopReason':'malformed_model_output'}"
            })
    void refusesWhatIsNoAnswerThoughItsStatusIsGood(String body) {
        assertThatThrownBy(() -> BedrockReplyDecoder.decode(bytes(body))).isInstanceOf(IOException.class);
    }

    @Test
    void numbersCallsAnewAndGivesThemArguments() {
        List<StreamEvent> events = stream(
                "messageStart", "{'role':'assistant'}",
                "contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'Let'}}",
                "contentBlockStart", "{'contentBlockIndex':1,'start':{'toolUse':{'toolUseId':'a','name':'x'}}}",
                "contentBlockStop", "{'contentBlockIndex':1}",
                "contentBlockStart", "{'contentBlockIndex':4,'start':{'toolUse':{'toolUseId':'b','name':'y'}}}",
                "contentBlockDelta", "{'contentBlockIndex':4,'delta':{'toolUse':{'input':'{}'}}}",
                "somethingNew", "{'a':1}",
                "messageStop", "{'stopReason':'tool_use'}",
                "metadata", "{'usage':{'inputTokens':1,'outputTokens':2}}");

        assertThat(events)
                .containsExactly(
                        new StreamEvent.Start("", ""),
                        new StreamEvent.TextDelta("Let"),
                        new StreamEvent.ToolCallStart(0, "a", "x"),
                        new StreamEvent.ToolArgumentsDelta(0, "{}"),
                        new StreamEvent.ToolCallStart(1, "b", "y"),
                        new StreamEvent.ToolArgumentsDelta(1, "{}"),
                        new StreamEvent.Finish(FinishReason.TOOL_CALLS, null),
                        new StreamEvent.Usage(Tokens.of(1, 2)));
    }

    @ParameterizedTest
    @CsvSource({
        "throttlingException,Too many requests,RATE_LIMITED",
        "modelStreamErrorException,x,SERVER_ERROR",
        "internalServerException,x,SERVER_ERROR",
        "validationException,x,BAD_REQUEST",
        "validationException,Input is too long for requested model.,CONTEXT_WINDOW",
        "serviceUnavailableException,x,OVERLOADED",
        "ModelTimeoutException,x,TIMEOUT_TOTAL",
        "modelNotReadyException,x,OVERLOADED",
        "accessDeniedException,The security token included in the request is expired,AUTH",
        "InternalFailure,x,SERVER_ERROR"
    })
    void endsWithAnExceptionOfTheStream(String type, String message, UpstreamClass kind) {
        assertThat(stream(
                        "messageStart",
                        "{}",
                        "error:" + type,
                        "{'message':'" + message + "'}",
                        "contentBlockDelta",
                        "{'delta':{'text':'more'}}"))
                .containsExactly(new StreamEvent.Start("", ""), new StreamEvent.Failure(kind, message));
    }

    @Test
    void knowsAFailureOfTheModelByItsStatus() {
        assertThat(stream(
                        "error:modelStreamErrorException",
                        "{'message':'m','originalStatusCode':429,'originalMessage':'slow down'}"))
                .containsExactly(new StreamEvent.Failure(UpstreamClass.RATE_LIMITED, "m slow down"));
    }

    @Test
    void doesNotCallAStreamCompleteThatIsCut() {
        assertThat(stream("messageStart", "{}", "contentBlockDelta", "{'delta':{'text':'x'}}"))
                .last()
                .isInstanceOfSatisfying(
                        StreamEvent.Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(UpstreamClass.STREAM_INTERRUPTED));
        assertThat(stream("messageStop", "{'stopReason':'malformed_model_output'}"))
                .last()
                .isInstanceOfSatisfying(
                        StreamEvent.Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(UpstreamClass.SAMPLING_FAILURE));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void knowsRecordedErrors(JsonNode error) {
        byte[] body = error.path("body").toString().getBytes(StandardCharsets.UTF_8);
        assertThat(BedrockErrors.classify(error.path("status").asInt(), body).wireName())
                .isEqualTo(error.path("expect_class").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|Malformed input request|BAD_REQUEST",
                "400|Input is too long for requested model.|CONTEXT_WINDOW",
                "400|prompt is too long: 210000 tokens > 200000 maximum|CONTEXT_WINDOW",
                "400|The provided model identifier is invalid.|MODEL_NOT_FOUND",
                "400|Invocation of model ID x with on-demand throughput is not supported.|MODEL_NOT_FOUND",
                "403|You do not have access to the model with the specified model ID.|PERMISSION",
                "403|The security token included in the request is expired|AUTH",
                "403|The request signature we calculated does not match|AUTH",
                "404|This model version has reached the end of its life.|MODEL_NOT_FOUND",
                "408|x|TIMEOUT_TOTAL",
                "413|x|TOO_LARGE",
                "424|x|SERVER_ERROR",
                "429|Too many tokens, please wait before trying again.|RATE_LIMITED",
                "429|Too many tokens per day, please wait before trying again.|QUOTA_EXHAUSTED",
                "429|Model is not ready for inference.|OVERLOADED",
                "500|x|SERVER_ERROR",
                "503|x|OVERLOADED"
            })
    void goesByStatusAndWords(int status, String message, UpstreamClass kind) {
        for (String member : List.of("message", "Message")) {
            byte[] body = ("{\"" + member + "\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
            assertThat(BedrockErrors.classify(status, body)).isEqualTo(kind);
        }
        assertThat(BedrockErrors.classify(status, bytes("<html>"))).isNotNull();
    }

    @Test
    void goesByTheTypeInTheBody() {
        assertThat(BedrockErrors.classify(
                        400, bytes("{'__type':'com.amazonaws#ServiceQuotaExceededException','message':'no'}")))
                .isEqualTo(UpstreamClass.QUOTA_EXHAUSTED);
    }
}
