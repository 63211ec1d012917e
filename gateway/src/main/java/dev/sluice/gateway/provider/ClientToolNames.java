package dev.sluice.gateway.provider;

import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.util.List;
import java.util.Map;

/**
 * Gives tools back the names the client knows them by, where the provider's dialect allowed only others.
 *
 * @param bySent the client's names, by those that were sent; of the tools that have two
 */
record ClientToolNames(Map<String, String> bySent) {
    ChatReply in(ChatReply reply) {
        return bySent.isEmpty()
                ? reply
                : new ChatReply(
                        reply.id(),
                        reply.model(),
                        reply.answers().stream().map(this::in).toList(),
                        reply.usage());
    }

    private ChatReply.Answer in(ChatReply.Answer answer) {
        return new ChatReply.Answer(
                answer.content().stream().map(this::in).toList(),
                answer.citations(),
                answer.finish(),
                answer.stopText());
    }

    private Content in(Content content) {
        return content instanceof Content.ToolCall(String id, String name, String arguments)
                ? new Content.ToolCall(id, of(name), arguments)
                : content;
    }

    StreamDecoder in(StreamDecoder decoder) {
        return bySent.isEmpty() ? decoder : new Renaming(this, decoder);
    }

    private List<StreamEvent> in(List<StreamEvent> events) {
        return events.stream().map(this::in).toList();
    }

    private StreamEvent in(StreamEvent event) {
        return event instanceof StreamEvent.ToolCallStart(int index, String id, String name)
                ? new StreamEvent.ToolCallStart(index, id, of(name))
                : event;
    }

    private String of(String sent) {
        return bySent.getOrDefault(sent, sent);
    }

    private record Renaming(ClientToolNames names, StreamDecoder decoder) implements StreamDecoder {
        @Override
        public List<StreamEvent> event(String name, byte[] data, int start, int end) {
            return names.in(decoder.event(name, data, start, end));
        }

        @Override
        public boolean repeats() {
            return decoder.repeats();
        }

        @Override
        public List<StreamEvent> end() {
            return names.in(decoder.end());
        }
    }
}
