package dev.sluice.contract.limit;

import dev.sluice.contract.policy.Period;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * One period of the calendar: from the first millisecond to the one after the last. The end of each is the start of the next.
 *
 * @param startMillis since the epoch
 * @param endMillis since the epoch; {@link Long#MAX_VALUE} of a lifetime
 */
public record CalendarSpan(long startMillis, long endMillis) {
    private static final long HOUR = 3_600_000;

    boolean contains(long wallMillis) {
        return wallMillis >= startMillis && wallMillis < endMillis;
    }

    public static CalendarSpan of(Period period, ZoneId zone, long wallMillis) {
        Instant now = Instant.ofEpochMilli(wallMillis);
        if (period == Period.LIFETIME) {
            return new CalendarSpan(0, Long.MAX_VALUE);
        }
        if (period == Period.HOUR) {
            return hour(zone.getRules(), now);
        }
        LocalDate day = now.atZone(zone).toLocalDate();
        CalendarSpan span = around(period, zone, day);
        // Where clocks go back over midnight, the day that has begun goes on: the date is yesterday's once more.
        return wallMillis < span.endMillis() ? span : around(period, zone, day.plusDays(1));
    }

    private static CalendarSpan around(Period period, ZoneId zone, LocalDate day) {
        return switch (period) {
            case HOUR, LIFETIME -> throw new IllegalArgumentException(period + " is not made of days");
            case DAY -> days(zone, day, day.plusDays(1));
            case WEEK -> {
                LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                yield days(zone, monday, monday.plusWeeks(1));
            }
            case MONTH ->
                days(zone, day.withDayOfMonth(1), day.withDayOfMonth(1).plusMonths(1));
            case QUARTER -> {
                LocalDate first = LocalDate.of(day.getYear(), (day.getMonthValue() - 1) / 3 * 3 + 1, 1);
                yield days(zone, first, first.plusMonths(3));
            }
        };
    }

    private static CalendarSpan days(ZoneId zone, LocalDate first, LocalDate next) {
        return new CalendarSpan(
                first.atStartOfDay(zone).toInstant().toEpochMilli(),
                next.atStartOfDay(zone).toInstant().toEpochMilli());
    }

    /** By the offset in force; an hour in which the offset changes by less than an hour is cut in two there. */
    private static CalendarSpan hour(ZoneRules rules, Instant now) {
        long offset = rules.getOffset(now).getTotalSeconds() * 1000L;
        long start = Math.floorDiv(now.toEpochMilli() + offset, HOUR) * HOUR - offset;
        ZoneOffsetTransition before = rules.previousTransition(now.plusMillis(1));
        ZoneOffsetTransition after = rules.nextTransition(now);
        return new CalendarSpan(
                before == null ? start : Math.max(start, before.getInstant().toEpochMilli()),
                after == null
                        ? start + HOUR
                        : Math.min(start + HOUR, after.getInstant().toEpochMilli()));
    }
}
