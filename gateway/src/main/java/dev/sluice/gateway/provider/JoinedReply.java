package dev.sluice.gateway.provider;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A whole reply put together from the events of a stream, so that it means the same either way. */
public final class JoinedReply {
    /** By their index. */
    private final SortedMap<Integer, JoinedAnswer> answers = new TreeMap<>();

    private JoinedAnswer answer = new JoinedAnswer();
    private String id = "";
    private String model = "";
    private @Nullable Tokens usage;

    private JoinedReply() {
        answers.put(0, answer);
    }

    /** @throws IOException when the events are no whole answer, or one of them is a failure */
    public static ChatReply of(List<StreamEvent> events) throws IOException {
        JoinedReply reply = new JoinedReply();
        for (StreamEvent event : events) {
            reply.add(event);
        }
        return reply.whole();
    }

    private void add(StreamEvent event) throws IOException {
        switch (event) {
            case StreamEvent.Start(String statedId, String statedModel) -> {
                id = statedId;
                model = statedModel;
            }
            case StreamEvent.Answer(int index) -> answer = answers.computeIfAbsent(index, _ -> new JoinedAnswer());
            case StreamEvent.TextDelta(String text) -> answer.text(text, false);
            case StreamEvent.ThinkingDelta(String text) -> answer.text(text, true);
            case StreamEvent.ThinkingSignature(String signature) -> answer.sign(signature);
            case StreamEvent.HiddenThinking(String data) -> answer.add(new Content.HiddenThinking(data));
            case StreamEvent.Image(String mediaType, String base64) ->
                answer.add(new Content.Image(new Content.Source.Base64(mediaType, base64), null, null));
            case StreamEvent.ToolCallStart start -> answer.begin(start);
            case StreamEvent.ToolArgumentsDelta(int index, String json) -> answer.arguments(index, json);
            case StreamEvent.Cited(Citation citation) -> answer.cite(citation);
            case StreamEvent.Finish end -> answer.finish(end);
            case StreamEvent.Usage(Tokens tokens) -> usage = tokens;
            case StreamEvent.Failure failure -> throw new IOException(failure.message());
        }
    }

    private ChatReply whole() throws IOException {
        List<ChatReply.Answer> whole = new ArrayList<>();
        for (JoinedAnswer each : answers.values()) {
            whole.add(each.whole());
        }
        return new ChatReply(id, model, whole, usage);
    }
}
