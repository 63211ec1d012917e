package dev.sluice.gateway.inference.chat;

import dev.sluice.contract.usage.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer.
 *
 * @param id the provider's; empty when it gives none
 * @param model as the provider calls it
 * @param stopText the stop text that ended it, where the provider says so
 * @param usage in disjoint classes; null when the provider states none
 */
public record ChatReply(
        String id,
        String model,
        List<Content> content,
        FinishReason finish,
        @Nullable String stopText,
        @Nullable Tokens usage) {
    public ChatReply {
        content = List.copyOf(content);
    }
}
