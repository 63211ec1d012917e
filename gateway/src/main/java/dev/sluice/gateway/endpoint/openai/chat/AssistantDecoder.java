package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.chat.Content;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An assistant's message: what it thought, then what it said, then what it called. */
final class AssistantDecoder {
    /** The same under the names that servers and gateways gave it. */
    private static final List<String> REASONING = List.of("reasoning_content", "reasoning", "thinking");

    private AssistantDecoder() {}

    static List<Content> decode(Field message, FunctionCallIds functionCalls) {
        List<Content> said = new ArrayList<>();
        thinking(message, said);
        said(message, said);
        for (Field call : message.member("tool_calls").elements()) {
            said.add(call(call.object()));
        }
        Field function = message.member("function_call");
        if (function.isSaid()) {
            String name = function.object().member("name").filledText();
            said.add(new Content.ToolCall(
                    functionCalls.called(name), name, CallArguments.decode(function.member("arguments"))));
        }
        return said;
    }

    private static void said(Field message, List<Content> said) {
        if (message.member("content").isSaid()) {
            said.addAll(PartsDecoder.ASSISTANT.decode(message.member("content")));
        }
        Field refusal = message.member("refusal");
        if (refusal.isSaid()) {
            PartsDecoder.addText(said, refusal.text(), null);
        }
        if (message.member("audio").isSaid()) {
            throw message.member("audio").wrong("names sound that only OpenAI has: send its transcript as content");
        }
    }

    /** The blocks, where there are some, repeat the text and have the signatures beside. */
    private static void thinking(Field message, List<Content> said) {
        for (Field block : message.member("thinking_blocks").elements()) {
            said.add(thinkingBlock(block.object()));
        }
        if (!said.isEmpty()) {
            return;
        }
        for (String name : REASONING) {
            Field reasoning = message.member(name);
            if (reasoning.isSaid() && !reasoning.text().isEmpty()) {
                said.add(new Content.Thinking(reasoning.text(), null));
                return;
            }
        }
    }

    private static Content thinkingBlock(Field block) {
        Field type = block.member("type");
        return switch (type.text()) {
            case "thinking" -> {
                @Nullable String signature = block.member("signature").textIfSaid();
                boolean signed = signature != null && !signature.isEmpty();
                yield new Content.Thinking(block.member("thinking").text(), signed ? signature : null);
            }
            case "redacted_thinking" ->
                new Content.HiddenThinking(block.member("data").filledText());
            default -> throw type.wrong("must be thinking or redacted_thinking");
        };
    }

    private static Content call(Field call) {
        Field type = call.member("type");
        if (type.isSaid() && !type.text().equals("function")) {
            throw type.wrong("must be function: other calls exist at OpenAI only");
        }
        Field function = call.member("function").object();
        return new Content.ToolCall(
                call.member("id").filledText(),
                function.member("name").filledText(),
                CallArguments.decode(function.member("arguments")));
    }
}
