package dev.sluice.contract.policy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * At most this much in any stretch of time that is as long as the window.
 *
 * @param window 1 s to 31 d; none for {@link LimitUnit#CONCURRENT}
 */
public record WindowLimit(
        LimitUnit unit, LimitAmount amount, @Nullable Duration window) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    public WindowLimit {
        Check.required(unit, "unit", "use requests, inputTokens, outputTokens, tokens, usd, toolCalls or concurrent");
        Check.required(amount, "amount", "say how much is allowed");
        amount.units(unit, "amount");
        if (unit == LimitUnit.CONCURRENT && window != null) {
            throw new InvalidField("window", "does not go with concurrent, which counts requests in flight: remove it");
        }
        if (unit != LimitUnit.CONCURRENT) {
            Duration length = Check.required(window, "window", "say how long, such as 1m");
            if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
                throw new InvalidField("window", Durations.format(length) + " is out of range: use 1s to 31d");
            }
        }
    }

    /** At least one, and none that says the same unit and window again. */
    static List<WindowLimit> check(@Nullable List<WindowLimit> limits, String field) {
        List<WindowLimit> given = Check.list(limits, field);
        if (given.isEmpty()) {
            throw new InvalidField(
                    field, "is empty: give at least one, such as {unit: requests, amount: 600, window: 1m}");
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            WindowLimit limit = given.get(i);
            if (!seen.add(limit.quota().key())) {
                throw new InvalidField(
                        field + "[" + i + "]",
                        "says " + limit.unit().wireName() + " in the same window again: keep the smaller one");
            }
        }
        return given;
    }

    Quota quota() {
        Quota.Span span = window == null ? new Quota.InFlight() : new Quota.Sliding(window.toMillis());
        return new Quota(unit, amount.units(unit, "amount"), span);
    }
}
