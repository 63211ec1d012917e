package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Reads a chat completion request, all of it, into the neutral vocabulary. */
public final class ChatRequestDecoder {
    private static final int MAX_CHOICES = 128;

    /** Fields that are translated, or that say nothing to a provider. */
    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "tools",
            "functions",
            "tool_choice",
            "function_call",
            "parallel_tool_calls",
            "max_completion_tokens",
            "max_tokens",
            "temperature",
            "top_p",
            "top_k",
            "frequency_penalty",
            "presence_penalty",
            "seed",
            "stop",
            "response_format",
            "reasoning_effort",
            "thinking",
            "stream",
            "stream_options",
            "n",
            "user");

    private ChatRequestDecoder() {}

    /**
     * @param body UTF-8
     * @throws GatewayException with an invalid request that names the field at fault
     */
    public static ChatRequest decode(byte[] body) {
        Field request = Field.ofBody(body);
        OfferedTools offered = OfferedTools.decode(request);
        return new ChatRequest(
                TurnsDecoder.decode(request.member("messages")),
                offered.tools(),
                offered.choice(),
                offered.parallelCalls(),
                maxOutputTokens(request),
                SamplingDecoder.decode(request),
                FormatDecoder.decode(request.member("response_format")),
                ReasoningDecoder.decode(request),
                Boolean.TRUE.equals(request.member("stream").flagIfSaid()),
                choices(request.member("n")),
                request.member("user").textIfSaid(),
                others(request));
    }

    /** The deprecated {@code max_tokens} counts where the new name is absent. */
    private static OptionalLong maxOutputTokens(Field request) {
        OptionalLong now = tokens(request.member("max_completion_tokens"));
        OptionalLong before = tokens(request.member("max_tokens"));
        return now.isPresent() ? now : before;
    }

    private static OptionalLong tokens(Field limit) {
        return limit.isSaid() ? OptionalLong.of(limit.whole(1, Long.MAX_VALUE)) : OptionalLong.empty();
    }

    private static int choices(Field n) {
        return n.isSaid() ? (int) n.whole(1, MAX_CHOICES) : 1;
    }

    private static Map<String, String> others(Field request) {
        Map<String, String> others = new HashMap<>();
        for (Map.Entry<String, Field> member : request.members()) {
            if (!KNOWN.contains(member.getKey())) {
                others.put(member.getKey(), member.getValue().json());
            }
        }
        return others;
    }
}
