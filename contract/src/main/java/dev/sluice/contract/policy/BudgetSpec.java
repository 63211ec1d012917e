package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much may be spent from one date of the calendar to the next.
 *
 * @param zone whose midnight it is; absent: UTC
 * @param accuracy absent: strict for budgets that block, else soft
 * @param onExceeded absent: block
 * @param unpriced absent: allow
 */
public record BudgetSpec(
        @Nullable LimitMatch match,
        List<String> per,
        List<BudgetLimit> limits,
        @Nullable String zone,
        @Nullable Accuracy accuracy,
        @Nullable OnExceeded onExceeded,
        @JsonProperty("stopStreams") boolean stopStreams,
        @Nullable UnpricedUse unpriced,
        @Nullable BudgetAlerts alerts,
        List<BudgetOverride> overrides,
        @Nullable OnPartition onPartition,
        @Nullable RuleMode mode)
        implements PolicySpec {

    public BudgetSpec {
        Dimension.parse(per, "per");
        per = Check.list(per, "per");
        limits = BudgetLimit.check(limits, "limits");
        zone(zone);
        overrides = Check.list(overrides, "overrides");
        OverrideSubjects.check(overrides.stream().map(BudgetOverride::subject).toList());
    }

    private static ZoneId zone(@Nullable String zone) {
        try {
            return ZoneId.of(zone == null ? "UTC" : zone);
        } catch (DateTimeException e) {
            throw new InvalidField(
                    "zone",
                    "'" + Check.shorten(String.valueOf(zone))
                            + "' is not a time zone: write UTC or a name such as Europe/Berlin");
        }
    }

    /** Of the subject alone. */
    public record BudgetOverride(String subject, List<BudgetLimit> limits) {
        public BudgetOverride {
            OverrideSubjects.check(subject);
            limits = BudgetLimit.check(limits, "limits");
        }
    }

    LimitRule compile(String name) {
        OnExceeded exceeded = onExceeded == null ? OnExceeded.BLOCK : onExceeded;
        boolean blocks = exceeded.model() == null && mode != RuleMode.AUDIT;
        OverrideSubjects<LimitTerms> others = new OverrideSubjects<>();
        overrides.forEach(other ->
                others.put(Subject.parse(other.subject()), new LimitTerms(other.subject(), quotas(other.limits()))));
        return new LimitRule(
                new ObjectId(Kind.BUDGET, name),
                LimitMatcher.of(match == null ? LimitMatch.ALL : match),
                Dimension.parse(per, "per"),
                quotas(limits),
                others,
                accuracy == null ? blocks : accuracy == Accuracy.STRICT,
                onPartition == null ? OnPartition.SHARE : onPartition,
                mode == RuleMode.AUDIT,
                new BudgetTerms(exceeded, stopStreams, unpriced == UnpricedUse.BLOCK));
    }

    private List<Quota> quotas(List<BudgetLimit> limits) {
        List<Quota> quotas = new ArrayList<>();
        limits.forEach(limit -> quotas.add(limit.quota(zone(zone))));
        return List.copyOf(quotas);
    }
}
