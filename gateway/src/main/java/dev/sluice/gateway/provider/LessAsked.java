package dev.sluice.gateway.provider;

import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A chat without a field that the target does not take, where a Model's rule is to drop it. */
final class LessAsked {
    private LessAsked() {}

    /** @return null when the request does not have the field, or would be another without it */
    static @Nullable ChatRequest without(ChatRequest request, String field) {
        Sampling asked = request.sampling();
        if (field.equals("n") && request.choices() > 1) {
            return with(request, asked, 1, request.others());
        }
        if (field.equals("stop") && !asked.stop().isEmpty()) {
            Sampling endless = new Sampling(
                    asked.temperature(),
                    asked.topP(),
                    asked.topK(),
                    asked.frequencyPenalty(),
                    asked.presencePenalty(),
                    asked.seed(),
                    List.of());
            return with(request, endless, request.choices(), request.others());
        }
        Map<String, String> others = new HashMap<>(request.others());
        return others.remove(field) == null ? null : with(request, asked, request.choices(), others);
    }

    private static ChatRequest with(ChatRequest request, Sampling sampling, int choices, Map<String, String> others) {
        return new ChatRequest(
                request.turns(),
                request.tools(),
                request.toolChoice(),
                request.parallelToolCalls(),
                request.maxOutputTokens(),
                sampling,
                request.format(),
                request.reasoning(),
                request.stream(),
                choices,
                request.user(),
                others);
    }
}
