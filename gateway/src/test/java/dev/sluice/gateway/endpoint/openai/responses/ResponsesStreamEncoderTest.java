package dev.sluice.gateway.endpoint.openai.responses;

import static dev.sluice.gateway.endpoint.openai.responses.Written.quoted;
import static dev.sluice.gateway.endpoint.openai.responses.Written.stream;
import static dev.sluice.gateway.endpoint.openai.responses.Written.types;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent.Failure;
import dev.sluice.gateway.inference.chat.StreamEvent.Finish;
import dev.sluice.gateway.inference.chat.StreamEvent.HiddenThinking;
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

class ResponsesStreamEncoderTest {
    private static final Start START = new Start("msg_01", "claude-sonnet-4-6");

    @Test
    void writesATextInTheOrderOfEvents() {
        List<JsonNode> events = stream(
                START,
                new TextDelta("Grüße "),
                new TextDelta("🌍!"),
                new Finish(FinishReason.STOP, null),
                new Usage(
                        Tokens.of(4, 9).withCachedInput(100).withCacheWrite(10).withReasoning(3)));

        assertThat(types(events))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(events.get(2))
                .isEqualTo(
                        quoted(
                                "{'type':'response.output_item.added','sequence_number':2,'output_index':0,"
                                        + "'item':{'id':'msg_0a0','type':'message','status':'in_progress','role':'assistant','content':[]}}"));
        assertThat(events.get(4))
                .isEqualTo(quoted("{'type':'response.output_text.delta','sequence_number':4,'item_id':'msg_0a0',"
                        + "'output_index':0,'content_index':0,'logprobs':[],'delta':'Grüße '}"));
        assertThat(events.get(6).path("text").asText()).isEqualTo("Grüße 🌍!");
        JsonNode message = quoted("{'id':'msg_0a0','type':'message','status':'completed','role':'assistant',"
                + "'content':[{'type':'output_text','annotations':[],'logprobs':[],'text':'Grüße 🌍!'}]}");
        assertThat(events.get(8).path("item")).isEqualTo(message);
        JsonNode response = events.getLast().path("response");
        assertThat(response.at("/output/0")).isEqualTo(message);
        assertThat(response.path("usage"))
                .isEqualTo(
                        quoted(
                                "{'input_tokens':114,'input_tokens_details':{'cached_tokens':100,'cache_write_tokens':10},"
                                        + "'output_tokens':12,'output_tokens_details':{'reasoning_tokens':3},'total_tokens':126}"));
    }

    @Test
    void repeatsWhatWasAskedAndSaysThatNothingIsStored() {
        JsonNode response = stream(START).getFirst().path("response");

        assertThat(response.path("id").asText()).isEqualTo("resp_0a");
        assertThat(response.path("object").asText()).isEqualTo("response");
        assertThat(response.path("created_at").asLong()).isEqualTo(1_780_000_000);
        assertThat(response.path("model").asText()).isEqualTo("claude/sonnet");
        assertThat(response.path("status").asText()).isEqualTo("in_progress");
        assertThat(response.path("tools")).isEqualTo(quoted("[{'type':'function','name':'f'}]"));
        assertThat(response.path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(response.path("metadata")).isEqualTo(quoted("{}"));
        assertThat(response.path("tool_choice").asText()).isEqualTo("auto");
        assertThat(response.path("store").isBoolean()).isTrue();
        assertThat(response.path("store").asBoolean()).isFalse();
        assertThat(response.path("output")).isEmpty();
        assertThat(response.path("usage").isNull()).isTrue();
        assertThat(response.has("input")).isFalse();
    }

    @Test
    void writesThoughtsAndCalls() {
        List<JsonNode> events = stream(
                START,
                new ThinkingDelta("h"),
                new ThinkingDelta("m"),
                new ThinkingSignature("EqAB"),
                new HiddenThinking("b64"),
                new TextDelta("Let me look."),
                new ToolCallStart(0, "toolu_1", "weather"),
                new ToolArgumentsDelta(0, "{\"city\":"),
                new ToolArgumentsDelta(0, "\"Köln\"}"),
                new ToolCallStart(1, "toolu_2", "now"),
                new Finish(FinishReason.TOOL_CALLS, null));

        assertThat(types(events).subList(2, events.size()))
                .containsExactly(
                        "response.output_item.added",
                        "response.reasoning_summary_part.added",
                        "response.reasoning_summary_text.delta",
                        "response.reasoning_summary_text.delta",
                        "response.reasoning_summary_text.done",
                        "response.reasoning_summary_part.done",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.function_call_arguments.delta",
                        "response.function_call_arguments.delta",
                        "response.function_call_arguments.done",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.function_call_arguments.delta",
                        "response.function_call_arguments.done",
                        "response.output_item.done",
                        "response.completed");
        JsonNode output = events.getLast().at("/response/output");
        assertThat(output.path(0).path("summary")).isEqualTo(quoted("[{'type':'summary_text','text':'hm'}]"));
        assertThat(CarriedThought.read(output.path(0).path("encrypted_content").asText()))
                .isEqualTo(new Content.Thinking("hm", "EqAB"));
        assertThat(CarriedThought.read(output.path(1).path("encrypted_content").asText()))
                .isEqualTo(new Content.HiddenThinking("b64"));
        assertThat(output.path(3))
                .isEqualTo(quoted("{'id':'fc_0a3','type':'function_call','call_id':'toolu_1','name':'weather',"
                        + "'arguments':'{\\\"city\\\":\\\"Köln\\\"}','status':'completed'}"));
        assertThat(output.path(4).path("arguments").asText()).isEqualTo("{}");
        for (int i = 0; i < output.size(); i++) {
            JsonNode item = output.path(i);
            assertThat(events)
                    .filteredOn(event -> event.path("item").path("id").equals(item.path("id")))
                    .hasSize(2);
        }
    }

    @Test
    void carriesASignatureWithoutAThought() {
        JsonNode output = stream(
                        START, new ThinkingSignature("EqAB"), new TextDelta("a"), new Finish(FinishReason.STOP, null))
                .getLast()
                .at("/response/output");

        assertThat(output.path(0).path("summary")).isEmpty();
        assertThat(CarriedThought.read(output.path(0).path("encrypted_content").asText()))
                .isEqualTo(new Content.Thinking("", "EqAB"));
    }

    @ParameterizedTest
    @CsvSource({"LENGTH,max_output_tokens", "CONTENT_FILTER,content_filter"})
    void saysWhatCutAnAnswer(FinishReason reason, String word) {
        JsonNode last =
                stream(START, new TextDelta("Hal"), new Finish(reason, null)).getLast();

        assertThat(last.path("type").asText()).isEqualTo("response.incomplete");
        assertThat(last.at("/response/status").asText()).isEqualTo("incomplete");
        assertThat(last.at("/response/incomplete_details/reason").asText()).isEqualTo(word);
        assertThat(last.at("/response/output/0/status").asText()).isEqualTo("incomplete");
    }

    @Test
    void endsWithTheFailure() {
        List<JsonNode> events = stream(
                START,
                new TextDelta("Hal"),
                new Failure(UpstreamClass.OVERLOADED, "busy"),
                new TextDelta("late"),
                new Finish(FinishReason.STOP, null));

        assertThat(types(events)).endsWith("response.output_text.delta", "error", "response.failed");
        JsonNode error = events.get(events.size() - 2);
        assertThat(error.path("code").asText()).isEqualTo("server_is_overloaded");
        assertThat(error.path("message").asText()).isEqualTo("busy");
        assertThat(error.at("/error/message").asText()).isEqualTo("busy");
        assertThat(events.getLast().at("/response/status").asText()).isEqualTo("failed");
        assertThat(events.getLast().at("/response/error"))
                .isEqualTo(quoted("{'code':'server_is_overloaded','message':'busy'}"));
    }

    @Test
    void doesNotCompleteWhatHasNoEnd() {
        assertThat(types(stream(START, new TextDelta("Hal"))))
                .endsWith("response.output_text.delta")
                .doesNotContain("response.completed");
    }
}
