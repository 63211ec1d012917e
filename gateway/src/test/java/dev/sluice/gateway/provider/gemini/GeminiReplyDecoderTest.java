package dev.sluice.gateway.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.provider.FailedReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiReplyDecoderTest {
    private static final String REPLY =
            "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"think\",\"thought\":true},"
                    + "{\"text\":\"ing\",\"thought\":true},{\"text\":\"It is \"},{\"text\":\"noon.\"}]},\"finishReason\":\"STOP\","
                    + "\"index\":0,\"safetyRatings\":[]}],\"usageMetadata\":{\"promptTokenCount\":20,\"candidatesTokenCount\":5,"
                    + "\"thoughtsTokenCount\":40,\"totalTokenCount\":65,\"cachedContentTokenCount\":8},"
                    + "\"modelVersion\":\"gemini-2.5-flash\",\"responseId\":\"r1\"}";

    private static ChatReply decode(String body) throws IOException {
        return GeminiReplyDecoder.decode(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsAReply() throws IOException {
        assertThat(decode(REPLY))
                .isEqualTo(new ChatReply(
                        "r1",
                        "gemini-2.5-flash",
                        List.of(new Content.Thinking("thinking", null), new Content.Text("It is noon.")),
                        FinishReason.STOP,
                        null,
                        Tokens.of(12, 5).withCachedInput(8).withReasoning(40)));
    }

    @Test
    void pitfall09ReadsAReplyInAnArray() throws IOException {
        assertThat(decode("[" + REPLY + "]")).isEqualTo(decode(REPLY));
    }

    @Test
    void readsAnArrayOfChunks() throws IOException {
        String chunks = "[" + String.join(",\n", Fixture.events("gemini-text.sse")) + "]";

        assertThat(decode(chunks).content())
                .containsExactly(new Content.Thinking("hmm", null), new Content.Text("Grüße 🌍!"));
    }

    @Test
    void readsCallsWithTheirSignature() throws IOException {
        ChatReply reply = decode("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Let me see.\"},"
                + "{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":[1,null]}},\"thoughtSignature\":\"c2ln\"},"
                + "{\"functionCall\":{\"id\":\"x\",\"name\":\"g\",\"args\":{}}}]},\"finishReason\":\"STOP\"}]}");

        assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(reply.usage()).isNull();
        assertThat(reply.content()).hasSize(4);
        assertThat(reply.content().subList(0, 2))
                .containsExactly(new Content.Text("Let me see."), new Content.Thinking("", "gemini:c2ln"));
        assertThat(reply.content().get(2)).isInstanceOfSatisfying(Content.ToolCall.class, call -> {
            assertThat(call.id()).startsWith("call_").hasSizeLessThanOrEqualTo(40);
            assertThat(call.name()).isEqualTo("f");
            assertThat(call.arguments()).isEqualTo("{\"a\":[1,null]}");
        });
        assertThat(reply.content().get(3)).isEqualTo(new Content.ToolCall("x", "g", "{}"));
    }

    @Test
    void sendsBackTheSignatureItRead() throws IOException {
        ChatReply reply =
                decode("{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"id\":\"x\",\"name\":\"f\"},"
                        + "\"thoughtSignature\":\"c2ln\"}]},\"finishReason\":\"STOP\"}]}");
        Asked asked =
                Asked.hello().assistant(reply.content().toArray(Content[]::new)).user(Asked.result("x", "F"));

        assertThat(Fixture.json(GeminiRequestEncoder.encode(asked.request()).body())
                        .at("/contents/1/parts"))
                .isEqualTo(Fixture.json(
                        "[{\"functionCall\":{\"name\":\"f\",\"args\":{}},\"thoughtSignature\":\"c2ln\"}]"));
    }

    @Test
    void givesAnAnswerWhereThinkingTookAllTheTokens() throws IOException {
        ChatReply reply = decode("{\"candidates\":[{\"finishReason\":\"MAX_TOKENS\",\"index\":0}]}");

        assertThat(reply.content()).isEmpty();
        assertThat(reply.finish()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void readsImagesBetweenTexts() throws IOException {
        ChatReply reply =
                decode("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"},{\"inlineData\":{\"mimeType\":"
                        + "\"image/png\",\"data\":\"aGk=\"}},{\"text\":\"b\"}]},\"finishReason\":\"STOP\"}]}");

        assertThat(reply.content())
                .containsExactly(
                        new Content.Text("a"),
                        new Content.Image(new Content.Source.Base64("image/png", "aGk="), null, null),
                        new Content.Text("b"));
    }

    @Test
    void givesAnEmptyAnswerToABlockedPrompt() throws IOException {
        ChatReply reply =
                decode("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":3}}");

        assertThat(reply.content()).isEmpty();
        assertThat(reply.finish()).isEqualTo(FinishReason.CONTENT_FILTER);
        assertThat(reply.usage()).isEqualTo(Tokens.of(3, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]}|SAMPLING_FAILURE",
                "[{\"error\":{\"code\":503,\"message\":\"busy\"}}]|OVERLOADED",
                "<html>busy</html>|SERVER_ERROR",
                "{}|STREAM_INTERRUPTED"
            })
    void failsWithTheClassOfWhatIsNoReply(String body, UpstreamClass kind) {
        assertThatThrownBy(() -> decode(body))
                .isInstanceOfSatisfying(
                        FailedReply.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"cut\"}]}}]}"})
    void refusesWhatIsNoWholeReply(String body) {
        assertThatThrownBy(() -> decode(body)).isInstanceOf(IOException.class);
    }
}
