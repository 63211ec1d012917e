package dev.sluice.contract.usage;

import java.util.List;
import java.util.Map;

/** Usage records as requests leave them. */
final class UsageSamples {
    private UsageSamples() {}

    static UsageRecord marker(String instance, long seq) {
        return of(instance, seq, 1, Outcome.ABORTED, Map.of(), List.of());
    }

    static UsageRecord served(String instance, long seq) {
        return of(instance, seq, 2, Outcome.OK, Map.of(), List.of());
    }

    static UsageRecord with(UsageRecord r, Map<String, String> metadata) {
        return of(r.instance(), r.seq(), r.version(), r.outcome(), metadata, List.of());
    }

    static UsageRecord with(UsageRecord r, List<RuleDecision> rules) {
        return of(r.instance(), r.seq(), r.version(), r.outcome(), r.metadata(), rules);
    }

    private static UsageRecord of(
            String instance,
            long seq,
            int version,
            Outcome outcome,
            Map<String, String> metadata,
            List<RuleDecision> rules) {
        Tokens tokens = Tokens.of(187, 312).withCachedInput(64).withReasoning(40);
        return new UsageRecord(
                instance,
                seq,
                version,
                "019a6b3c-77aa-7bbb-8ccc-" + seq,
                "",
                1_765_432_100_123L,
                "chat.completions",
                "gpt-4o-mini",
                "openai/gpt-4o-mini",
                "openai",
                "openai-main",
                "search",
                "",
                "search-bot",
                "search-prod",
                true,
                outcome == Outcome.OK ? 200 : 0,
                outcome,
                "",
                tokens,
                5L,
                false,
                1_834_221,
                null,
                143,
                List.of(new Attempt(
                        1, "primary", "openai/gpt-4o-mini", "openai-main", 200, "", tokens, 5L, 61, 1_834_010)),
                "bypass",
                4711,
                4700,
                "",
                metadata,
                1,
                rules);
    }
}
