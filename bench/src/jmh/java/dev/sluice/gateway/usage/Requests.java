package dev.sluice.gateway.usage;

import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.Outcome;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Usage records of a usual request: a stream by a service account, answered at the first attempt. */
public final class Requests {
    public static final String INSTANCE = "0a1b2c3d-4e5f";

    private static final Tokens ESTIMATE = Tokens.of(201, 0);
    private static final Tokens TOKENS = Tokens.of(187, 312).withCachedInput(64).withReasoning(40);

    private Requests() {}

    public static UsageRecord marked(long seq) {
        return of(seq, 1, 0, Outcome.ABORTED, ESTIMATE, 30_150, null, List.of());
    }

    public static UsageRecord served(long seq) {
        Attempt attempt = new Attempt(
                1, "primary", "openai/gpt-4o-mini", "openai-main", 200, "", TOKENS, 226_800L, 61, 1_834_010);
        return of(seq, 2, 200, Outcome.OK, TOKENS, 226_800, 412_888L, List.of(attempt));
    }

    private static UsageRecord of(
            long seq,
            int version,
            int status,
            Outcome outcome,
            Tokens tokens,
            long costNanos,
            @Nullable Long firstTokenMicros,
            List<Attempt> attempts) {
        return new UsageRecord(
                INSTANCE,
                seq,
                version,
                "019a6b3c-77aa-7bbb-8ccc-1234567890ab",
                "",
                1_765_432_100_123L,
                "chat.completions",
                "gpt-4o-mini",
                "openai/gpt-4o-mini",
                "openai",
                "openai-main",
                "search-team",
                "",
                "search-bot",
                "search-prod-2",
                true,
                status,
                outcome,
                "",
                tokens,
                costNanos,
                outcome == Outcome.ABORTED,
                outcome == Outcome.ABORTED ? 70 : 1_834_221,
                firstTokenMicros,
                143,
                attempts,
                "bypass",
                4711,
                4700,
                "",
                Map.of(),
                1);
    }
}
