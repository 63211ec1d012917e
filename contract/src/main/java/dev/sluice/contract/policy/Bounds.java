package dev.sluice.contract.policy;

import org.jspecify.annotations.Nullable;

/** Between which whole numbers a value must be. What has no limit is greater than all of them. */
public record Bounds(
        @Nullable Long lt,
        @Nullable Long lte,
        @Nullable Long gt,
        @Nullable Long gte) {
    private static final long MOST = 1_000_000_000_000L;

    public Bounds {
        if (lt == null && lte == null && gt == null && gte == null) {
            throw new InvalidField("", "says nothing: give lt, lte, gt or gte, or leave it out");
        }
        if ((lt != null && lte != null) || (gt != null && gte != null)) {
            throw new InvalidField("", "says the same twice: give lt or lte, and gt or gte");
        }
        check(lt, "lt");
        check(lte, "lte");
        check(gt, "gt");
        check(gte, "gte");
        long least = gte != null ? gte : gt != null ? gt + 1 : 0;
        long most = lte != null ? lte : lt != null ? lt - 1 : MOST;
        if (least > most) {
            throw new InvalidField("", "holds for no number: make the upper bound greater than the lower one");
        }
    }

    private static void check(@Nullable Long bound, String field) {
        if (bound != null && (bound < 0 || bound > MOST)) {
            throw new InvalidField(field, bound + " is out of range: use 0 to " + MOST);
        }
    }

    boolean holds(long value) {
        return (lt == null || value < lt)
                && (lte == null || value <= lte)
                && (gt == null || value > gt)
                && (gte == null || value >= gte);
    }
}
