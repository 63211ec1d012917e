package dev.sluice.gateway.provider.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesReplyDecoderTest {
    @Test
    void readsTexts() throws IOException {
        assertThat(ResponsesReplyDecoder.decode(Fixture.response("responses-text.sse")))
                .isEqualTo(new ChatReply(
                        "resp_1",
                        "gpt-5.4-mini",
                        List.of(new Content.Text("Grüße 🌍!")),
                        FinishReason.STOP,
                        null,
                        Tokens.of(12, 7).withCachedInput(8).withReasoning(5)));
    }

    @Test
    void readsReasoningAndCalls() throws IOException {
        ChatReply reply = ResponsesReplyDecoder.decode(Fixture.response("responses-reasoning.sse"));

        assertThat(reply.content())
                .containsExactly(
                        new Content.Thinking("The user greets.\n\nAsk the clock.", "responses:rs_1.gAAAA_x9-=="),
                        new Content.ToolCall("call_a", "now", "{}"));
        assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void keepsArgumentsAnObject() throws IOException {
        ChatReply reply = ResponsesReplyDecoder.decode(Fixture.bytes("{\"status\":\"incomplete\",\"output\":["
                + "{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"f\",\"arguments\":\"{\\\"cut\"},"
                + "{\"type\":\"image_generation_call\"}]}"));

        assertThat(reply.content()).containsExactly(new Content.ToolCall("a", "f", "{}"));
        assertThat(reply.finish()).isEqualTo(FinishReason.LENGTH);
        assertThat(reply.usage()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "<html>",
                "{\"output\":7}",
                "{\"status\":\"failed\",\"output\":[],\"error\":{\"code\":\"server_error\",\"message\":\"m\"}}"
            })
    void refusesWhatIsNoAnswer(String body) {
        assertThatIOException().isThrownBy(() -> ResponsesReplyDecoder.decode(Fixture.bytes(body)));
    }
}
