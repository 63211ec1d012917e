package dev.sluice.gateway.endpoint.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.core.ObjectMappers;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.HiddenThinking;
import dev.sluice.gateway.inference.chat.Content.Text;
import dev.sluice.gateway.inference.chat.Content.Thinking;
import dev.sluice.gateway.inference.chat.Content.ToolCall;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same answer, whole and streamed, in pieces of any length: clients end up with the same. */
class StreamMatchesReplyTest {
    private final Random random = new Random(11);

    static List<List<Content>> answers() {
        ToolCall first = new ToolCall("call_a", "weather", "{\"city\":\"Köln\",\"days\":[1,2]}");
        ToolCall second = new ToolCall("call_b", "now", "{}");
        return List.of(
                List.of(new Text("Grüße an \"alle\" 🌍🌍!\n")),
                List.of(first, second),
                List.of(new Text("Let me see."), second, first),
                List.of(new Thinking("so: hm", null), new Text("a")),
                List.of(new Thinking("so: hm", null), first),
                List.of(new Thinking("one", "s1"), new HiddenThinking("d"), new Thinking("two", "s2"), new Text("a")),
                List.of(new Thinking("", "s"), new Text("a"), new Thinking("late", "t"), first),
                List.of(new HiddenThinking("d"), new Text("a")),
                List.of());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void joinsToTheSame(List<Content> content) {
        for (FinishReason finish : FinishReason.values()) {
            ChatReply reply = reply(content, finish);
            JsonNode whole = JoinedChunks.parse(
                    new String(ChatReplyEncoder.encode(reply, "chatcmpl-1", 1, "m"), StandardCharsets.UTF_8));

            for (int round = 0; round < 20; round++) {
                ObjectNode joined = JoinedChunks.of(stream(reply));

                assertThat(plain(joined.get("message"), content)).isEqualTo(said(whole.at("/choices/0/message")));
                assertThat(joined.get("finish_reason")).isEqualTo(whole.at("/choices/0/finish_reason"));
                assertThat(joined.get("usage")).isEqualTo(whole.get("usage"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void joinsToTheSameInTheOfficialClient(List<Content> content) throws IOException {
        ChatReply reply = reply(content, FinishReason.STOP);
        ChatCompletion whole = ObjectMappers.jsonMapper()
                .readValue(ChatReplyEncoder.encode(reply, "chatcmpl-1", 1, "m"), ChatCompletion.class);
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        for (String event : JoinedChunks.events(stream(reply))) {
            if (!event.equals("[DONE]")) {
                accumulator.accumulate(ObjectMappers.jsonMapper().readValue(event, ChatCompletionChunk.class));
            }
        }
        ChatCompletion joined = accumulator.chatCompletion();

        whole.validate();
        ChatCompletion.Choice expected = whole.choices().getFirst();
        ChatCompletion.Choice choice = joined.choices().getFirst();
        assertThat(choice.message().content().orElse(""))
                .isEqualTo(expected.message().content().orElse(""));
        assertThat(calls(choice)).isEqualTo(calls(expected));
        assertThat(choice.finishReason()).isEqualTo(expected.finishReason());
        assertThat(joined.usage()).isEqualTo(whole.usage());
        assertThat(joined.id()).isEqualTo(whole.id());
        assertThat(joined.model()).isEqualTo(whole.model());
    }

    private static List<List<String>> calls(ChatCompletion.Choice choice) {
        return choice.message().toolCalls().orElse(List.of()).stream()
                .map(call -> call.asFunction())
                .map(call -> List.of(
                        call.id(), call.function().name(), call.function().arguments()))
                .toList();
    }

    private static ChatReply reply(List<Content> content, FinishReason finish) {
        return new ChatReply(
                "theirs",
                "their-model",
                content,
                finish,
                null,
                Tokens.of(10, 5)
                        .withCachedInput(2)
                        .withCacheWrite(3)
                        .withCacheWrite1h(4)
                        .withReasoning(6));
    }

    private String stream(ChatReply reply) {
        ChatStreamEncoder encoder = new ChatStreamEncoder("chatcmpl-1", 1, "m", true);
        StringBuilder stream = new StringBuilder();
        for (StreamEvent event : events(reply)) {
            stream.append(new String(encoder.encode(event), StandardCharsets.UTF_8));
        }
        return stream.append(new String(encoder.end(), StandardCharsets.UTF_8)).toString();
    }

    private List<StreamEvent> events(ChatReply reply) {
        List<StreamEvent> events = new ArrayList<>();
        events.add(new StreamEvent.Start("theirs", "their-model"));
        int calls = 0;
        for (Content part : reply.content()) {
            switch (part) {
                case Text text -> pieces(text.text()).forEach(piece -> events.add(new StreamEvent.TextDelta(piece)));
                case Thinking thinking -> {
                    pieces(thinking.text()).forEach(piece -> events.add(new StreamEvent.ThinkingDelta(piece)));
                    if (thinking.signature() != null) {
                        events.add(new StreamEvent.ThinkingSignature(thinking.signature()));
                    }
                }
                case HiddenThinking hidden -> events.add(new StreamEvent.HiddenThinking(hidden.data()));
                case ToolCall call -> {
                    int index = calls++;
                    events.add(new StreamEvent.ToolCallStart(index, call.id(), call.name()));
                    if (!call.arguments().equals("{}")) {
                        pieces(call.arguments())
                                .forEach(piece -> events.add(new StreamEvent.ToolArgumentsDelta(index, piece)));
                    }
                }
                default -> throw new AssertionError(part);
            }
        }
        events.add(new StreamEvent.Finish(reply.finish(), null));
        if (reply.usage() != null) {
            events.add(new StreamEvent.Usage(reply.usage()));
        }
        return events;
    }

    /** Also between the halves of a surrogate pair. */
    private List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + random.nextInt(4));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    /** Without what only serves the joining, and without blocks that turned out to have no signature. */
    private static JsonNode plain(JsonNode joined, List<Content> content) {
        ObjectNode message = joined.deepCopy();
        message.path("tool_calls").forEach(call -> ((ObjectNode) call).remove("index"));
        message.path("thinking_blocks").forEach(block -> ((ObjectNode) block).remove("index"));
        if (content.stream().noneMatch(StreamMatchesReplyTest::isForItsProvider)) {
            message.remove("thinking_blocks");
        }
        return said(message);
    }

    private static boolean isForItsProvider(Content part) {
        return part instanceof HiddenThinking || (part instanceof Thinking thinking && thinking.signature() != null);
    }

    /** A stream begins with an empty text, where a whole answer has null when there are only calls. */
    private static JsonNode said(JsonNode message) {
        ObjectNode said = message.deepCopy();
        said.properties()
                .removeIf(member -> member.getValue().isNull()
                        || (member.getKey().equals("content")
                                && member.getValue().textValue().isEmpty()));
        return said;
    }
}
