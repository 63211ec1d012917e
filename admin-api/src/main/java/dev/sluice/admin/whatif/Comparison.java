package dev.sluice.admin.whatif;

import dev.sluice.admin.usage.PastRequest;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.usage.Tokens;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Two policies over the same requests, and where they differ. Used by one thread. */
final class Comparison {
    private final Instant from;
    private final Instant to;
    private final long weight;
    private final PastTime time;
    private final PolicyRun now;
    private final PolicyRun then;
    private final MeanTokens means = new MeanTokens();
    private final Sums nowSums = new Sums();
    private final Sums thenSums = new Sums();
    private final Effects<ObjectId> newlyRefused = new Effects<>();
    private final Effects<ObjectId> newlyAllowed = new Effects<>();
    private final Effects<String> modelsGone = new Effects<>();
    private final Effects<String> modelsCome = new Effects<>();
    private long requests;
    private @Nullable Instant cutAt;

    private static final class Sums {
        private long refused;
        private long costNanos;

        void add(Verdict verdict, long requests) {
            refused += verdict instanceof Verdict.Allowed ? 0 : requests;
            costNanos += verdict.costNanos();
        }

        WhatIf.Totals totals() {
            return new WhatIf.Totals(refused, BigDecimal.valueOf(costNanos, 9).toPlainString());
        }
    }

    /** @param weight how many rows each one stands for */
    Comparison(PolicySnapshot now, PolicySnapshot then, Instant from, Instant to, long weight) {
        this.from = from;
        this.to = to;
        this.weight = weight;
        time = new PastTime(from.toEpochMilli());
        this.now = new PolicyRun(now, time);
        this.then = new PolicyRun(then, time);
    }

    void add(PastRequest request) {
        time.moveTo(request.timeMillis());
        Tokens tokens = means.of(request);
        Verdict before = now.decide(request, tokens, weight);
        Verdict after = then.decide(request, tokens, weight);
        long counted = request.records() * weight;
        requests += counted;
        nowSums.add(before, counted);
        thenSums.add(after, counted);
        String subject = PolicyRun.subject(request).toString();
        if (before instanceof Verdict.Allowed) {
            switch (after) {
                case Verdict.Allowed _ -> {}
                case Verdict.Refused(LimitRule rule) -> newlyRefused.add(rule.id(), subject, counted);
                case Verdict.NotAllowed _ -> modelsGone.add(request.modelAsked(), subject, counted);
            }
        } else if (after instanceof Verdict.Allowed) {
            switch (before) {
                case Verdict.Refused(LimitRule rule) -> newlyAllowed.add(rule.id(), subject, counted);
                case Verdict.NotAllowed _ -> modelsCome.add(request.modelAsked(), subject, counted);
                case Verdict.Allowed _ -> {}
            }
        }
    }

    /** Time has run out. */
    void cutOff(long atMillis) {
        cutAt = Instant.ofEpochMilli(atMillis);
    }

    WhatIf result() {
        List<String> leftOut = Stream.concat(now.leftOut().stream(), then.leftOut().stream())
                .map(LimitRule::toString)
                .distinct()
                .sorted()
                .toList();
        return new WhatIf(
                from,
                to,
                requests,
                weight == 1 ? null : 1.0 / weight,
                cutAt != null,
                cutAt,
                nowSums.totals(),
                thenSums.totals(),
                newlyRefused.list(Comparison::rule),
                newlyAllowed.list(Comparison::rule),
                modelsGone.list(WhatIf.ModelEffect::new),
                modelsCome.list(WhatIf.ModelEffect::new),
                leftOut);
    }

    private static WhatIf.RuleEffect rule(ObjectId id, long requests, List<WhatIf.SubjectCount> subjects) {
        return new WhatIf.RuleEffect(id.kind().manifestName(), id.name(), requests, subjects);
    }
}
