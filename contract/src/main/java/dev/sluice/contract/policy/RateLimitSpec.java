package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much may be used in a window of time that slides, or at once.
 *
 * @param match absent: every request
 * @param per a counter for each of these; empty: one for all
 * @param overrides other limits for single subjects, in place of {@code limits}
 * @param accuracy absent: soft
 * @param onPartition absent: share
 * @param mode absent: enforce
 */
public record RateLimitSpec(
        @Nullable LimitMatch match,
        List<String> per,
        List<WindowLimit> limits,
        List<RateOverride> overrides,
        @Nullable Accuracy accuracy,
        @Nullable OnPartition onPartition,
        @Nullable RuleMode mode)
        implements PolicySpec {

    public RateLimitSpec {
        Dimension.parse(per, "per");
        per = Check.list(per, "per");
        limits = WindowLimit.check(limits, "limits");
        overrides = Check.list(overrides, "overrides");
        OverrideSubjects.check(overrides.stream().map(RateOverride::subject).toList());
        if (accuracy == Accuracy.STRICT
                && (hasConcurrent(limits) || overrides.stream().anyMatch(o -> hasConcurrent(o.limits())))) {
            throw new InvalidField(
                    "accuracy",
                    "cannot be strict for concurrent: put concurrent into a rule of its own, which is soft");
        }
    }

    private static boolean hasConcurrent(List<WindowLimit> limits) {
        return limits.stream().anyMatch(limit -> limit.unit() == LimitUnit.CONCURRENT);
    }

    /** Of the subject alone. */
    public record RateOverride(String subject, List<WindowLimit> limits) {
        public RateOverride {
            OverrideSubjects.check(subject);
            limits = WindowLimit.check(limits, "limits");
        }
    }

    LimitRule compile(String name) {
        OverrideSubjects<LimitTerms> others = new OverrideSubjects<>();
        overrides.forEach(other ->
                others.put(Subject.parse(other.subject()), new LimitTerms(other.subject(), quotas(other.limits()))));
        return new LimitRule(
                new ObjectId(Kind.RATE_LIMIT, name),
                LimitMatcher.of(match == null ? LimitMatch.ALL : match),
                Dimension.parse(per, "per"),
                quotas(limits),
                others,
                accuracy == Accuracy.STRICT,
                onPartition == null ? OnPartition.SHARE : onPartition,
                mode == RuleMode.AUDIT,
                BudgetTerms.NONE);
    }

    private static List<Quota> quotas(List<WindowLimit> limits) {
        List<Quota> quotas = new ArrayList<>();
        limits.forEach(limit -> quotas.add(limit.quota()));
        return List.copyOf(quotas);
    }
}
