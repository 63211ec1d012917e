package dev.sluice.gateway.endpoint.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.HiddenThinking;
import dev.sluice.gateway.inference.chat.Content.Text;
import dev.sluice.gateway.inference.chat.Content.Thinking;
import dev.sluice.gateway.inference.chat.Content.ToolCall;
import dev.sluice.gateway.inference.chat.FinishReason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatReplyEncoderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode encode(ChatReply reply) throws IOException {
        return JSON.readTree(ChatReplyEncoder.encode(reply, "chatcmpl-1", 1780000000, "my \"model\""));
    }

    private static JsonNode encode(FinishReason finish, Content... content) throws IOException {
        return encode(new ChatReply("theirs", "their-model", List.of(content), finish, null, null));
    }

    @Test
    void writesAnAnswerWithUsageInOpenAisMeaning() throws IOException {
        JsonNode reply = encode(new ChatReply(
                "theirs",
                "their-model",
                List.of(new Thinking("hm", null), new Text("Grüße "), new Text("🌍!")),
                FinishReason.STOP,
                "END",
                Tokens.of(100, 40)
                        .withCachedInput(30)
                        .withCacheWrite(7)
                        .withCacheWrite1h(5)
                        .withReasoning(20)));

        assertThat(reply).isEqualTo(JSON.readTree("""
                {"id":"chatcmpl-1","object":"chat.completion","created":1780000000,"model":"my \\"model\\"",
                 "choices":[{"index":0,"message":{"role":"assistant","content":"Grüße 🌍!","refusal":null,
                   "reasoning_content":"hm"},"logprobs":null,"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":142,"completion_tokens":60,"total_tokens":202,
                   "prompt_tokens_details":{"cached_tokens":30,"cache_write_tokens":12},
                   "completion_tokens_details":{"reasoning_tokens":20}}}"""));
    }

    @Test
    void statesAudioWithinThePromptAndTheCompletion() throws IOException {
        Tokens tokens = Tokens.of(10, 4).withCachedInput(3).withAudio(20, 6);

        assertThat(encode(new ChatReply("theirs", "m", List.of(), FinishReason.STOP, null, tokens))
                        .path("usage"))
                .isEqualTo(JSON.readTree("""
                {"prompt_tokens":33,"completion_tokens":10,"total_tokens":43,
                 "prompt_tokens_details":{"cached_tokens":3,"cache_write_tokens":0,"audio_tokens":20},
                 "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":6}}"""));
    }

    @Test
    void writesCallsWithoutContent() throws IOException {
        JsonNode reply = encode(
                FinishReason.STOP, new ToolCall("call_a", "f", "{\"a\":\"ö\"}"), new ToolCall("call_b", "g", "{}"));

        assertThat(reply.at("/choices/0")).isEqualTo(JSON.readTree("""
                {"index":0,"message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[
                   {"id":"call_a","type":"function","function":{"name":"f","arguments":"{\\"a\\":\\"ö\\"}"}},
                   {"id":"call_b","type":"function","function":{"name":"g","arguments":"{}"}}]},
                 "logprobs":null,"finish_reason":"tool_calls"}"""));
        assertThat(reply.has("usage")).isFalse();
    }

    @Test
    void writesSignedThoughtsAsBlocksToo() throws IOException {
        JsonNode reply = encode(
                FinishReason.TOOL_CALLS,
                new Thinking("a", "s1"),
                new HiddenThinking("d"),
                new Thinking("b", null),
                new Text("c"),
                new ToolCall("1", "f", "{}"));

        assertThat(reply.at("/choices/0/message")).isEqualTo(JSON.readTree("""
                {"role":"assistant","content":"c","refusal":null,"reasoning_content":"ab","thinking_blocks":[
                   {"type":"thinking","thinking":"a","signature":"s1"},
                   {"type":"redacted_thinking","data":"d"},
                   {"type":"thinking","thinking":"b"}],
                 "tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]}"""));
    }

    @Test
    void saysNothingWithAnEmptyText() throws IOException {
        assertThat(encode(FinishReason.CONTENT_FILTER)
                        .at("/choices/0/message/content")
                        .textValue())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "STOP,false,stop",
        "STOP,true,tool_calls",
        "TOOL_CALLS,true,tool_calls",
        "LENGTH,false,length",
        "LENGTH,true,length",
        "CONTENT_FILTER,true,content_filter"
    })
    void saysWhyItEnded(FinishReason reason, boolean called, String name) throws IOException {
        Content content = called ? new ToolCall("1", "f", "{}") : new Text("a");

        assertThat(encode(reason, content).at("/choices/0/finish_reason").textValue())
                .isEqualTo(name);
    }
}
