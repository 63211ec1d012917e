package dev.sluice.gateway.provider.openai.responses;

import static dev.sluice.gateway.provider.openai.responses.Fixture.decoded;
import static dev.sluice.gateway.provider.openai.responses.Fixture.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.inference.chat.StreamEvent.Failure;
import dev.sluice.gateway.inference.chat.StreamEvent.Finish;
import dev.sluice.gateway.inference.chat.StreamEvent.Start;
import dev.sluice.gateway.inference.chat.StreamEvent.TextDelta;
import dev.sluice.gateway.inference.chat.StreamEvent.ThinkingDelta;
import dev.sluice.gateway.inference.chat.StreamEvent.ThinkingSignature;
import dev.sluice.gateway.inference.chat.StreamEvent.ToolArgumentsDelta;
import dev.sluice.gateway.inference.chat.StreamEvent.ToolCallStart;
import dev.sluice.gateway.inference.chat.StreamEvent.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesStreamDecoderTest {
    @Test
    void readsTexts() {
        assertThat(decoded(events("responses-text.sse")))
                .containsExactly(
                        new Start("resp_1", "gpt-5.4-mini"),
                        new TextDelta("Grüße "),
                        new TextDelta("🌍!"),
                        new Usage(Tokens.of(12, 7).withCachedInput(8).withReasoning(5)),
                        new Finish(FinishReason.STOP, null));
    }

    @Test
    void readsCalls() {
        assertThat(decoded(events("responses-tool.sse")))
                .containsExactly(
                        new Start("resp_1", "gpt-5.4-mini"),
                        new ToolCallStart(0, "call_a", "weather"),
                        new ToolArgumentsDelta(0, "{\"city\":"),
                        new ToolArgumentsDelta(0, "\"Köln\"}"),
                        new Usage(Tokens.of(50, 30)),
                        new Finish(FinishReason.TOOL_CALLS, null));
    }

    @Test
    void readsReasoningAndACallWithoutArguments() {
        assertThat(decoded(events("responses-reasoning.sse")))
                .containsExactly(
                        new Start("resp_2", "gpt-6-sol"),
                        new ThinkingDelta("The user greets."),
                        new ThinkingDelta("\n\n"),
                        new ThinkingDelta("Ask the clock."),
                        new ThinkingSignature("responses:rs_1.gAAAA_x9-=="),
                        new ToolCallStart(0, "call_a", "now"),
                        new ToolArgumentsDelta(0, "{}"),
                        new Usage(Tokens.of(20, 5).withCachedInput(10).withReasoning(20)),
                        new Finish(FinishReason.TOOL_CALLS, null));
    }

    @Test
    void takesFromTheItemWhatCameInNoDelta() {
        assertThat(
                        decoded(
                                List.of(
                                        "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"reasoning\",\"id\":\"rs_9\",\"summary\":[],\"encrypted_content\":\"e\"}}",
                                        "{\"type\":\"response.output_item.done\",\"output_index\":1,\"item\":{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"a\"},{\"type\":\"refusal\",\"refusal\":\"b\"}]}}",
                                        "{\"type\":\"response.output_item.done\",\"output_index\":2,\"item\":{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}",
                                        "{\"type\":\"response.output_item.done\",\"output_index\":3,\"item\":{\"type\":\"web_search_call\",\"id\":\"ws\"}}",
                                        "{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"}}}")))
                .containsExactly(
                        new Start("", ""),
                        new ThinkingDelta(""),
                        new ThinkingSignature("responses:rs_9.e"),
                        new TextDelta("ab"),
                        new ToolCallStart(0, "c", "f"),
                        new ToolArgumentsDelta(0, "{\"a\":1}"),
                        new Finish(FinishReason.LENGTH, null));
    }

    @ParameterizedTest
    @CsvSource({"max_output_tokens,LENGTH", "content_filter,CONTENT_FILTER"})
    void knowsWhyAnAnswerIsIncomplete(String reason, FinishReason finish) {
        assertThat(decoded(List.of("{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\","
                        + "\"incomplete_details\":{\"reason\":\"" + reason + "\"}}}")))
                .last()
                .isEqualTo(new Finish(finish, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"error\",\"code\":\"server_is_overloaded\",\"message\":\"m\"}|OVERLOADED",
                "{\"type\":\"error\",\"error\":{\"type\":\"server_error\",\"code\":\"slow_down\",\"message\":\"m\"}}|OVERLOADED",
                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"code\":null,\"message\":\"m\"}}|RATE_LIMITED",
                "{\"type\":\"error\",\"code\":null,\"message\":\"m\"}|SERVER_ERROR",
                "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\",\"message\":\"m\"}}}|SERVER_ERROR",
                "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"m\"}}}|RATE_LIMITED",
                "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"m\"}}}|QUOTA_EXHAUSTED",
                "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"m\"}}}|CONTEXT_WINDOW",
                "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"invalid_prompt\",\"message\":\"m\"}}}|CONTENT_POLICY",
                "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"invalid_image_url\",\"message\":\"m\"}}}|BAD_REQUEST"
            })
    void knowsTheClassOfAFailure(String event, UpstreamClass kind) {
        assertThat(decoded(List.of(event))).containsExactly(new Failure(kind, "m"));
    }

    @Test
    void saysNothingAfterAFailure() {
        assertThat(decoded(List.of(
                        "{\"type\":\"error\",\"code\":\"server_error\",\"message\":\"m\"}",
                        "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\"}}}",
                        "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"late\"}")))
                .hasSize(1);
    }

    @Test
    void takesAStreamWithoutAnEndForInterrupted() {
        List<String> events = events("responses-text.sse");

        assertThat(decoded(events.subList(0, events.size() - 1)))
                .last()
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(UpstreamClass.STREAM_INTERRUPTED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{broken", "<html>", "3", "null", "[]"})
    void failsOnWhatIsNoEvent(String data) {
        assertThat(decoded(List.of(data)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(UpstreamClass.SERVER_ERROR));
    }

    @Test
    void passesOverWhatItDoesNotKnow() {
        List<StreamEvent> events = decoded(List.of(
                "{\"type\":\"response.web_search_call.searching\",\"output_index\":0}",
                "{\"type\":\"keepalive\"}",
                "{}",
                "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":7,\"delta\":\"x\"}",
                "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}"));

        assertThat(events).containsExactly(new Start("", ""), new Finish(FinishReason.STOP, null));
    }
}
