package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.gateway.inference.JsonBytes;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.SignatureOrigin;
import java.util.ArrayList;
import java.util.List;

/** Writes a whole answer as a response. */
final class ResponsesReplyEncoder {
    private final ResponseObject response;
    private final List<OutputItem> items = new ArrayList<>();

    private ResponsesReplyEncoder(ResponseObject response) {
        this.response = response;
    }

    static byte[] encode(ChatReply reply, ResponseObject response) {
        ResponsesReplyEncoder encoder = new ResponsesReplyEncoder(response);
        boolean cut = reply.finish() == FinishReason.LENGTH || reply.finish() == FinishReason.CONTENT_FILTER;
        List<Content> content = reply.content();
        for (int i = 0; i < content.size(); i++) {
            encoder.add(content.get(i), !cut || i + 1 < content.size());
        }
        reply.citations().forEach(encoder::cite);
        JsonBytes out = new JsonBytes();
        response.writeEnded(reply.finish(), encoder.items, reply.usage(), out);
        return out.take();
    }

    /** Sound and documents have no place in an answer that was translated. */
    private void add(Content content, boolean complete) {
        int index = items.size();
        switch (content) {
            case Content.Text text -> text(text.text(), complete);
            case Content.Thinking thinking -> {
                String signature = thinking.signature();
                items.add(new OutputItem.Reasoning(
                        response.itemId(SignatureOrigin.REASONING_ITEM, index),
                        thinking.text(),
                        signature == null ? null : CarriedThought.signed(thinking.text(), signature)));
            }
            case Content.HiddenThinking hidden ->
                items.add(new OutputItem.Reasoning(
                        response.itemId(SignatureOrigin.REASONING_ITEM, index),
                        "",
                        CarriedThought.hidden(hidden.data())));
            case Content.ToolCall call ->
                items.add(new OutputItem.FunctionCall(
                        response.itemId("fc", index), call.id(), call.name(), call.arguments(), complete));
            case Content.Image(Content.Source.Base64(String mediaType, String data), String _, String _) ->
                items.add(new OutputItem.Image(response.itemId("ig", index), mediaType, data));
            case Content.Image _, Content.Document _, Content.Audio _, Content.ToolResult _ -> {
                // left out
            }
        }
    }

    /** At the message that has the text; one of no known text at the last. */
    private void cite(Citation citation) {
        int start = OutputItem.textLength(items);
        for (int i = items.size() - 1; i >= 0; i--) {
            if (items.get(i) instanceof OutputItem.Message message) {
                start -= Citation.length(message.text());
                if (citation.start() >= start || !citation.hasRange()) {
                    items.set(i, message.citing(citation.moved(-start)));
                    return;
                }
            }
        }
    }

    /** Texts beside each other are one message. */
    private void text(String text, boolean complete) {
        if (text.isEmpty()) {
            return;
        }
        String before = "";
        if (!items.isEmpty() && items.getLast() instanceof OutputItem.Message message) {
            before = message.text();
            items.removeLast();
        }
        items.add(new OutputItem.Message(response.itemId("msg", items.size()), before + text, List.of(), complete));
    }
}
