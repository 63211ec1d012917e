package dev.sluice.admin.alert;

import dev.sluice.admin.gateway.LimitStanding;
import dev.sluice.contract.limit.CalendarSpan;
import dev.sluice.contract.policy.BudgetSpec;
import dev.sluice.contract.policy.Period;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thresholds that one limit of a budget has passed, by what is used and not by what is reserved.
 *
 * @param start of the period
 * @param end of the period; null of a lifetime
 * @param thresholds in percent, the highest first; at least one
 */
record Passing(
        String budget,
        LimitStanding.Segment segment,
        Instant start,
        @Nullable Instant end,
        List<Integer> thresholds) {
    /**
     * Gateways' clocks differ. While some are in the new period and some in the old one, their sum is of neither; what is passed
     * right after the start is seen a little later.
     */
    static final Duration SETTLED = Duration.ofSeconds(10);

    Passing {
        thresholds = List.copyOf(thresholds);
    }

    int highest() {
        return thresholds.getFirst();
    }

    /** In percent of the limit, to a tenth, never rounded up to a threshold that is not reached. */
    static BigDecimal percent(LimitStanding.Segment segment) {
        return amount(segment.used().written())
                .multiply(BigDecimal.valueOf(100))
                .divide(amount(segment.limit().written()), 1, RoundingMode.DOWN);
    }

    /** Dollars or tokens. */
    static BigDecimal amount(Object written) {
        return new BigDecimal(written.toString());
    }

    /** Empty when nothing is passed, or when it cannot be said yet in which period. */
    static Optional<Passing> of(String budget, BudgetSpec spec, LimitStanding.Segment segment, Instant now) {
        BigDecimal limit = amount(segment.limit().written());
        BigDecimal used = amount(segment.used().written());
        if (spec.alerts() == null || limit.signum() == 0 || used.signum() == 0) {
            return Optional.empty();
        }
        List<Integer> thresholds = spec.alerts().at().stream()
                .filter(at ->
                        used.multiply(BigDecimal.valueOf(100)).compareTo(limit.multiply(BigDecimal.valueOf(at))) >= 0)
                .sorted(Comparator.reverseOrder())
                .toList();
        if (thresholds.isEmpty()) {
            return Optional.empty();
        }
        return period(spec, segment, now)
                .map(span -> new Passing(
                        budget,
                        segment,
                        Instant.ofEpochMilli(span.startMillis()),
                        span.endMillis() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(span.endMillis()),
                        thresholds));
    }

    /** The one that the gateways mean, which they name by its end, if it is one of the budget's zone and has settled. */
    private static Optional<CalendarSpan> period(BudgetSpec spec, LimitStanding.Segment segment, Instant now) {
        Period period = Period.valueOf(segment.window().toUpperCase(Locale.ROOT));
        ZoneId zone = ZoneId.of(spec.zone() == null ? "UTC" : spec.zone());
        Instant end = segment.resetsAt();
        if (period == Period.LIFETIME || end == null) {
            return period == Period.LIFETIME
                    ? Optional.of(CalendarSpan.of(period, zone, now.toEpochMilli()))
                    : Optional.empty();
        }
        CalendarSpan span = CalendarSpan.of(period, zone, end.toEpochMilli() - 1);
        boolean settled = now.toEpochMilli() >= span.startMillis() + SETTLED.toMillis();
        return span.endMillis() == end.toEpochMilli() && settled ? Optional.of(span) : Optional.empty();
    }
}
