package dev.sluice.gateway.endpoint.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.HiddenThinking;
import dev.sluice.gateway.inference.chat.Content.Text;
import dev.sluice.gateway.inference.chat.Content.Thinking;
import dev.sluice.gateway.inference.chat.Content.ToolCall;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** An answer is the same response whether it is streamed or not. */
class StreamMatchesReplyTest {
    private static final Tokens TOKENS =
            Tokens.of(4, 9).withCachedInput(100).withCacheWrite(10).withReasoning(3);
    static final List<Arguments> ANSWERS = Stream.<List<Content>>of(
                    List.of(),
                    List.of(new Text("a\n\"b\""), new Text("c")),
                    List.of(new Thinking("hm", null), new Text("a")),
                    List.of(new Thinking("one", "s1"), new HiddenThinking("d"), new Thinking("two", "gemini:s2")),
                    List.of(new Thinking("", "s"), new Text("a"), new Thinking("late", "t")),
                    List.of(new Text("a"), new ToolCall("c1", "f", "{}"), new ToolCall("c2", "g", "{\"a\":[1]}")))
            .flatMap(content -> Stream.of(FinishReason.values()).map(finish -> Arguments.of(content, finish)))
            .toList();

    private static StreamEvent[] events(List<Content> content, FinishReason finish) {
        List<StreamEvent> events = new ArrayList<>();
        events.add(new StreamEvent.Start("id", "m"));
        int calls = 0;
        for (Content part : content) {
            switch (part) {
                case Text text -> events.add(new StreamEvent.TextDelta(text.text()));
                case Thinking thinking -> {
                    events.add(new StreamEvent.ThinkingDelta(thinking.text()));
                    if (thinking.signature() != null) {
                        events.add(new StreamEvent.ThinkingSignature(thinking.signature()));
                    }
                }
                case HiddenThinking hidden -> events.add(new StreamEvent.HiddenThinking(hidden.data()));
                case ToolCall call -> {
                    events.add(new StreamEvent.ToolCallStart(calls, call.id(), call.name()));
                    events.add(new StreamEvent.ToolArgumentsDelta(calls++, call.arguments()));
                }
                default -> throw new AssertionError(part);
            }
        }
        events.add(new StreamEvent.Finish(finish, null));
        events.add(new StreamEvent.Usage(TOKENS));
        return events.toArray(new StreamEvent[0]);
    }

    @ParameterizedTest
    @FieldSource("ANSWERS")
    void isTheSameResponse(List<Content> content, FinishReason finish) {
        byte[] whole = ResponsesReplyEncoder.encode(
                new ChatReply("id", "m", content, finish, null, TOKENS), Written.response());

        assertThat(Written.stream(events(content, finish)).getLast().path("response"))
                .isEqualTo(Written.json(new String(whole, StandardCharsets.UTF_8)));
    }
}
