package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.gateway.endpoint.openai.chat.Field;
import java.util.List;

/** Fields that lean on what OpenAI keeps between requests: without it the answer would be to something else. */
final class UnkeptState {
    private static final List<String> KEPT =
            List.of("previous_response_id", "conversation", "prompt", "context_management");

    private UnkeptState() {}

    /** @throws dev.sluice.gateway.error.GatewayException that names the first of them */
    static void refuse(Field request) {
        for (String name : KEPT) {
            Field field = request.member(name);
            if (field.isSaid() && !field.json().equals("[]")) {
                throw field.wrong("needs state that this model's provider does not keep: send the whole conversation as"
                        + " input");
            }
        }
        Field background = request.member("background");
        if (Boolean.TRUE.equals(background.flagIfSaid())) {
            throw background.wrong("is not possible with this model's provider: leave it out, and wait for the answer");
        }
        Field logprobs = request.member("top_logprobs");
        if (logprobs.isSaid() && logprobs.whole(0, 20) > 0) {
            throw logprobs.wrong("cannot be passed on to this model's provider: leave it out");
        }
    }
}
