package dev.sluice.contract.policy;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** So many dollars, or tokens, from one date of the calendar to the next. */
public record BudgetLimit(@Nullable String usd, @Nullable Long tokens, Period period) {
    public BudgetLimit {
        if ((usd == null) == (tokens == null)) {
            throw new InvalidField("", "must have exactly one of usd, tokens");
        }
        if (usd != null) {
            Usd.nanos(usd, "usd");
        }
        if (tokens != null) {
            LimitAmount.count(tokens, "tokens");
        }
        Check.required(period, "period", "use hour, day, week, month, quarter or lifetime");
    }

    static List<BudgetLimit> check(@Nullable List<BudgetLimit> limits, String field) {
        List<BudgetLimit> given = Check.list(limits, field);
        if (given.isEmpty()) {
            throw new InvalidField(field, "is empty: give at least one, such as {usd: \"500.00\", period: month}");
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            if (!seen.add(given.get(i).quota(ZoneId.of("UTC")).key())) {
                throw new InvalidField(
                        field + "[" + i + "]",
                        "says " + given.get(i).period().wireName() + " again: keep the smaller one");
            }
        }
        return given;
    }

    Quota quota(ZoneId zone) {
        Quota.Span span = new Quota.Calendar(period, zone);
        return usd != null
                ? new Quota(LimitUnit.USD, Usd.nanos(usd, "usd"), span)
                : new Quota(LimitUnit.TOKENS, tokens == null ? 0 : tokens, span);
    }
}
