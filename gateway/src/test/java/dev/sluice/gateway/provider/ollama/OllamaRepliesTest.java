package dev.sluice.gateway.provider.ollama;

import static dev.sluice.gateway.provider.Wire.bytes;
import static dev.sluice.gateway.provider.Wire.events;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaRepliesTest {
    private final OllamaDialect dialect = new OllamaDialect();

    static List<JsonNode> recorded() {
        return Wire.errors("ollama");
    }

    @Test
    void readsAWholeReply() throws IOException {
        ChatReply reply =
                dialect.reply(bytes("{'model':'qwen3','message':{'role':'assistant','content':'Hi','thinking':'hm',"
                        + "'tool_calls':[{'function':{'name':'x','arguments':{'n':1.50}}},{'id':'own','function':{'name':'y'}}]},"
                        + "'done':true,'done_reason':'stop','prompt_eval_count':60,'eval_count':18}"));

        assertThat(reply.model()).isEqualTo("qwen3");
        assertThat(reply.content().subList(0, 2))
                .containsExactly(new Content.Thinking("hm", null), new Content.Text("Hi"));
        assertThat(reply.content().get(2))
                .isInstanceOfSatisfying(
                        Content.ToolCall.class, call -> assertThat(call.id()).matches("call_[0-9a-f]{32}"))
                .extracting("name", "arguments")
                .containsExactly("x", "{\"n\":1.50}");
        assertThat(reply.content().get(3)).isEqualTo(new Content.ToolCall("own", "y", "{}"));
        assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(reply.usage()).isEqualTo(Tokens.of(60, 18));
    }

    @Test
    void livesWithoutCounts() throws IOException {
        assertThat(dialect.reply(bytes("{'message':{'content':'x'},'done':true,'eval_count':3}"))
                        .usage())
                .isEqualTo(Tokens.of(0, 3));
        assertThat(dialect.reply(bytes("{'message':{'content':'x'},'done':true,'done_reason':'load'}"))
                        .usage())
                .isNull();
        assertThat(dialect.reply(bytes("{'message':{'content':'x'},'done':true,'done_reason':'length'}"))
                        .finish())
                .isEqualTo(FinishReason.LENGTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "<html>", "{}", "{'message':{'content':'x'},'done':false}", "{'error':'no'}"})
    void refusesWhatIsNoAnswer(String body) {
        assertThatThrownBy(() -> dialect.reply(bytes(body))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'error':'an error was encountered while running the model'}|SERVER_ERROR",
                "{'error':'server busy, please try again.  maximum pending requests exceeded'}|OVERLOADED",
                "{'error':{'message':'model not found'}}|MODEL_NOT_FOUND",
                "{'error':'the input length exceeds the context length'}|CONTEXT_WINDOW",
                "nonsense|SERVER_ERROR",
                "{'message':{'content':'x'}}|STREAM_INTERRUPTED"
            })
    void endsWithAFailureThatIsOne(String line, UpstreamClass kind) {
        assertThat(events(dialect.stream(), line))
                .last()
                .isInstanceOfSatisfying(
                        StreamEvent.Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void knowsRecordedErrors(JsonNode error) {
        byte[] body = error.path("body").toString().getBytes(StandardCharsets.UTF_8);
        assertThat(dialect.classify(error.path("status").asInt(), body).wireName())
                .isEqualTo(error.path("expect_class").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "400,x does not support tools,BAD_REQUEST",
        "400,the prompt is beyond the context length,CONTEXT_WINDOW",
        "401,unauthorized,AUTH",
        "404,x,MODEL_NOT_FOUND",
        "429,x,RATE_LIMITED",
        "500,x,SERVER_ERROR",
        "503,server busy,OVERLOADED"
    })
    void goesByStatusAndWords(int status, String error, UpstreamClass kind) {
        assertThat(dialect.classify(status, bytes("{'error':'" + error + "'}"))).isEqualTo(kind);
        assertThat(dialect.classify(status, bytes("<html>"))).isNotNull();
    }
}
