package dev.sluice.gateway.dispatch;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.InputEstimate;
import dev.sluice.gateway.provider.ReplyReader;
import dev.sluice.gateway.provider.StreamReader;
import org.jspecify.annotations.Nullable;

/** What one attempt has taken: as the provider says, or by estimate where it does not. */
final class AttemptTokens {
    private final Call call;
    private Tokens tokens = Tokens.NONE;
    private boolean estimated;

    AttemptTokens(Call call) {
        this.call = call;
    }

    void whole(ReplyReader.Reply reply) {
        count(reply.usage(), reply.outputTokens());
    }

    /** @param worked whether the provider has worked on it, be it that nothing has come */
    void stream(StreamReader reader, boolean worked) {
        long output = reader.estimatedOutputTokens();
        if (reader.usage() != null || output > 0 || worked || reader.isFinished()) {
            count(reader.usage(), output);
        }
    }

    /** Sent, and not answered: what went to the provider counts, unless more is known. */
    void unanswered() {
        if (tokens.equals(Tokens.NONE)) {
            count(null, 0);
        }
    }

    private void count(@Nullable Tokens stated, long output) {
        estimated = stated == null;
        tokens = stated == null ? Tokens.of(InputEstimate.tokens(call.body()), output) : stated;
    }

    Tokens tokens() {
        return tokens;
    }

    boolean isEstimated() {
        return estimated;
    }
}
