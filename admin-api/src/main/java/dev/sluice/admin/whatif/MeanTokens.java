package dev.sluice.admin.whatif;

import dev.sluice.admin.usage.PastRequest;
import dev.sluice.contract.usage.Tokens;
import java.util.HashMap;
import java.util.Map;

/**
 * What requests take: what they took, or, of those that were refused, what others have taken for the same model so far. Of
 * bounded size.
 */
final class MeanTokens {
    private static final int MAX_MODELS = 10_000;

    private final Map<String, Sum> byModel = new HashMap<>();

    private static final class Sum {
        private long requests;
        private Tokens tokens = Tokens.NONE;
    }

    Tokens of(PastRequest request) {
        Tokens took = request.tokens();
        boolean answered = took.allInput() + took.allOutput() > 0;
        Sum sum = byModel.get(request.modelAsked());
        if (answered) {
            if (sum == null && byModel.size() < MAX_MODELS) {
                sum = new Sum();
                byModel.put(request.modelAsked(), sum);
            }
            if (sum != null) {
                sum.requests += request.records();
                sum.tokens = sum.tokens.plus(took);
            }
            return took;
        }
        return sum == null
                ? Tokens.NONE
                : Tokens.of(
                        sum.tokens.allInput() / sum.requests * request.records(),
                        sum.tokens.allOutput() / sum.requests * request.records());
    }
}
