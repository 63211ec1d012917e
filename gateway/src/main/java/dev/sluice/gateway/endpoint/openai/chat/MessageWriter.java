package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.JsonBytes;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.HiddenThinking;
import dev.sluice.gateway.inference.chat.Content.Source;
import dev.sluice.gateway.inference.chat.Content.Text;
import dev.sluice.gateway.inference.chat.Content.Thinking;
import dev.sluice.gateway.inference.chat.Content.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** Writes one entry of {@code choices} of a whole answer. */
final class MessageWriter {
    private final JsonBytes out;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    /** Of providers that sign or hide it; else empty. */
    private final List<Content> thinkingBlocks = new ArrayList<>();

    private final List<ToolCall> calls = new ArrayList<>();
    private final List<Source.Base64> images = new ArrayList<>();

    private MessageWriter(JsonBytes out) {
        this.out = out;
    }

    static void write(int index, ChatReply.Answer answer, JsonBytes out) {
        MessageWriter writer = new MessageWriter(out);
        writer.sort(answer.content());
        out.raw("{\"index\":").number(index);
        writer.message(answer.citations());
        out.raw(",\"logprobs\":null,\"finish_reason\":\"")
                .raw(FinishNames.of(answer.finish(), !writer.calls.isEmpty()))
                .raw("\"}");
    }

    /** Sound and documents have no place in an answer that was translated. */
    private void sort(List<Content> content) {
        boolean keepBlocks = content.stream().anyMatch(MessageWriter::isForItsProvider);
        for (Content part : content) {
            switch (part) {
                case Text said -> text.append(said.text());
                case Thinking thought -> {
                    reasoning.append(thought.text());
                    if (keepBlocks) {
                        thinkingBlocks.add(thought);
                    }
                }
                case HiddenThinking hidden -> thinkingBlocks.add(hidden);
                case ToolCall call -> calls.add(call);
                case Content.Image(Source.Base64 image, String _, String _) -> images.add(image);
                default -> {}
            }
        }
    }

    private static boolean isForItsProvider(Content part) {
        return part instanceof HiddenThinking || (part instanceof Thinking thinking && thinking.signature() != null);
    }

    private void message(List<Citation> citations) {
        out.raw(",\"message\":{\"role\":\"assistant\",\"content\":");
        if (text.isEmpty() && !calls.isEmpty()) {
            out.raw("null");
        } else {
            out.string(text.toString());
        }
        out.raw(",\"refusal\":null");
        if (!reasoning.isEmpty()) {
            out.raw(",\"reasoning_content\":").string(reasoning.toString());
        }
        thinkingBlocks();
        toolCalls();
        annotations(citations);
        images();
        out.raw("}");
    }

    private void thinkingBlocks() {
        String separator = ",\"thinking_blocks\":[";
        for (Content block : thinkingBlocks) {
            out.raw(separator);
            separator = ",";
            if (block instanceof HiddenThinking hidden) {
                out.raw("{\"type\":\"redacted_thinking\",\"data\":").string(hidden.data());
            } else if (block instanceof Thinking thinking) {
                out.raw("{\"type\":\"thinking\",\"thinking\":").string(thinking.text());
                if (thinking.signature() != null) {
                    out.raw(",\"signature\":").string(thinking.signature());
                }
            }
            out.raw("}");
        }
        if (!thinkingBlocks.isEmpty()) {
            out.raw("]");
        }
    }

    private void images() {
        String separator = ",\"images\":[{";
        for (Source.Base64 image : images) {
            out.raw(separator);
            separator = ",{";
            imageUrl(image.mediaType(), image.data(), out);
            out.raw("}");
        }
        if (!images.isEmpty()) {
            out.raw("]");
        }
    }

    /** Members of an entry of {@code images}, which is OpenRouter's word and others': OpenAI has none. */
    static void imageUrl(String mediaType, String base64, JsonBytes out) {
        out.raw("\"type\":\"image_url\",\"image_url\":{\"url\":").string("data:" + mediaType + ";base64," + base64);
        out.raw("}");
    }

    private void annotations(List<Citation> citations) {
        String separator = ",\"annotations\":[";
        for (Citation citation : citations) {
            out.raw(separator);
            separator = ",";
            AnnotationJson.chat(citation, out);
        }
        if (!citations.isEmpty()) {
            out.raw("]");
        }
    }

    private void toolCalls() {
        String separator = ",\"tool_calls\":[";
        for (ToolCall call : calls) {
            out.raw(separator);
            separator = ",";
            out.raw("{\"id\":").string(call.id());
            out.raw(",\"type\":\"function\",\"function\":{\"name\":").string(call.name());
            out.raw(",\"arguments\":").string(call.arguments());
            out.raw("}}");
        }
        if (!calls.isEmpty()) {
            out.raw("]");
        }
    }
}
