package dev.sluice.gateway.endpoint.openai.completions;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes an answer as {@code text_completion}. Thoughts are not part of its text. */
final class CompletionsReplyEncoder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CompletionsReplyEncoder() {}

    static byte[] encode(ChatReply reply, String id, long createdSeconds, String model) {
        ObjectNode root = completion(id, createdSeconds, model);
        ArrayNode choices = root.putArray("choices");
        for (ChatReply.Answer answer : reply.answers()) {
            choice(choices, choices.size(), text(answer), answer.finish());
        }
        Tokens usage = reply.usage();
        if (usage != null) {
            usage(root, usage);
        }
        return bytes(root);
    }

    static ObjectNode completion(String id, long createdSeconds, String model) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("object", "text_completion")
                .put("created", createdSeconds)
                .put("model", model);
    }

    private static String text(ChatReply.Answer answer) {
        return answer.content().stream()
                .filter(Content.Text.class::isInstance)
                .map(part -> ((Content.Text) part).text())
                .collect(Collectors.joining());
    }

    static void choice(ArrayNode choices, int index, String text, @Nullable FinishReason finish) {
        choices.addObject()
                .put("text", text)
                .put("index", index)
                .putNull("logprobs")
                .put("finish_reason", finish == null ? null : name(finish));
    }

    static void usage(ObjectNode root, Tokens tokens) {
        long prompt = tokens.allInput();
        long completion = tokens.allOutput();
        root.putObject("usage")
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
    }

    static byte[] bytes(ObjectNode root) {
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String name(FinishReason finish) {
        return switch (finish) {
            case STOP, TOOL_CALLS -> "stop";
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
        };
    }
}
