package dev.sluice.contract.policy;

import java.util.List;
import java.util.Optional;

/** A RateLimit or a Budget as gateways decide by it. Immutable; a change of any other object leaves it as it is. */
public final class LimitRule {
    private final ObjectId id;
    private final String key;
    private final LimitMatcher match;
    private final List<Dimension> per;
    private final LimitTerms base;
    private final OverrideSubjects<LimitTerms> overrides;
    private final boolean strict;
    private final OnPartition onPartition;
    private final boolean audit;
    private final BudgetTerms budget;
    private final boolean perAccount;
    private final List<Subject> filedUnder;
    private final boolean filedOften;

    LimitRule(
            ObjectId id,
            LimitMatcher match,
            List<Dimension> per,
            List<Quota> quotas,
            OverrideSubjects<LimitTerms> overrides,
            boolean strict,
            OnPartition onPartition,
            boolean audit,
            BudgetTerms budget) {
        this.id = id;
        this.key = key(id);
        this.match = match;
        this.per = per;
        this.base = new LimitTerms("", quotas);
        this.overrides = overrides;
        this.strict = strict;
        this.onPartition = onPartition;
        this.audit = audit;
        this.budget = budget;
        this.perAccount = per.stream().anyMatch(dimension -> dimension.type() == Dimension.Type.ACCOUNT);
        this.filedUnder = filedUnder(match.source());
        this.filedOften = isFiledOften(filedUnder, match.source());
    }

    /** Names the counters of a RateLimit or a Budget. */
    public static String key(ObjectId id) {
        return (id.kind() == Kind.BUDGET ? "b/" : "r/") + id.name();
    }

    /** The rule of a RateLimit or a Budget; empty for any other object. */
    public static Optional<LimitRule> of(PolicyObject object) {
        return switch (object.spec()) {
            case RateLimitSpec limit -> Optional.of(limit.compile(object.name()));
            case BudgetSpec budget -> Optional.of(budget.compile(object.name()));
            default -> Optional.empty();
        };
    }

    private static List<Subject> filedUnder(LimitMatch match) {
        List<Subject> subjects = match.subjects() == null
                ? List.of()
                : match.subjects().included().stream()
                        .map(Subject::parse)
                        .distinct()
                        .toList();
        return subjects.isEmpty() || subjects.contains(Subject.EVERYONE) ? List.of(Subject.EVERYONE) : subjects;
    }

    private static boolean isFiledOften(List<Subject> filedUnder, LimitMatch match) {
        return filedUnder.size() > 1
                || (match.models() != null && match.models().included().size() > 1);
    }

    /** The subjects it is found by. */
    List<Subject> filedUnder() {
        return filedUnder;
    }

    /** Whether a request may find it in more than one place. */
    boolean isFiledOften() {
        return filedOften;
    }

    public ObjectId id() {
        return id;
    }

    /** Names the rule's counters, on every gateway and across edits of the rule. */
    public String key() {
        return key;
    }

    public List<Dimension> per() {
        return per;
    }

    /** What holds for the caller. */
    public LimitTerms terms(LimitFacts facts) {
        LimitTerms own = overrides.of(facts);
        return own == null ? base : own;
    }

    /** What holds for the subject of an override, as {@link LimitTerms#subject()} has it; else for all. */
    public LimitTerms terms(String subject) {
        if (subject.indexOf(':') < 0) {
            return base;
        }
        LimitTerms own = overrides.of(Subject.parse(subject));
        return own == null ? base : own;
    }

    /** What holds for whoever has no override. */
    public List<Quota> quotas() {
        return base.quotas();
    }

    public boolean isBudget() {
        return id.kind() == Kind.BUDGET;
    }

    public boolean isStrict() {
        return strict;
    }

    public OnPartition onPartition() {
        return onPartition;
    }

    /** Whether it only counts and reports. */
    public boolean isAudit() {
        return audit;
    }

    public BudgetTerms budget() {
        return budget;
    }

    /** Whether it can only be looked at once the target is known. */
    boolean isPerAccount() {
        return perAccount;
    }

    /** Whether it counts by the client's address. */
    public boolean isPerAddress() {
        return per.stream().anyMatch(dimension -> dimension.type() == Dimension.Type.IP);
    }

    LimitMatcher match() {
        return match;
    }

    /** As it is written. */
    public LimitMatch source() {
        return match.source();
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
