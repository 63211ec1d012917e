package dev.sluice.gateway.inference.chat;

import dev.sluice.contract.usage.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer, or several to one request.
 *
 * @param id the provider's; empty when it gives none
 * @param model as the provider calls it
 * @param answers at least one; more only where the client asked for more
 * @param usage of all answers, in disjoint classes; null when the provider states none
 */
public record ChatReply(
        String id,
        String model,
        List<Answer> answers,
        @Nullable Tokens usage) {
    public ChatReply {
        answers = List.copyOf(answers);
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("a reply has an answer");
        }
    }

    /** With one answer. */
    public ChatReply(
            String id,
            String model,
            List<Content> content,
            FinishReason finish,
            @Nullable String stopText,
            @Nullable Tokens usage) {
        this(id, model, List.of(new Answer(content, List.of(), finish, stopText)), usage);
    }

    /** @param stopText the stop text that ended it, where the provider says so */
    public record Answer(
            List<Content> content,
            List<Citation> citations,
            FinishReason finish,
            @Nullable String stopText) {
        public Answer {
            content = List.copyOf(content);
            citations = List.copyOf(citations);
        }
    }

    /** Of the first answer. */
    public List<Content> content() {
        return answers.getFirst().content();
    }

    /** Of the first answer. */
    public List<Citation> citations() {
        return answers.getFirst().citations();
    }

    /** Of the first answer. */
    public FinishReason finish() {
        return answers.getFirst().finish();
    }

    /** Of the first answer. */
    public @Nullable String stopText() {
        return answers.getFirst().stopText();
    }
}
