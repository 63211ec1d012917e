package dev.sluice.contract.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.Period;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CalendarSpanTest {
    private static final long FROM = Instant.parse("1995-01-01T00:00:00Z").toEpochMilli();
    private static final long TO = Instant.parse("2045-01-01T00:00:00Z").toEpochMilli();

    @ParameterizedTest
    @CsvSource({
        "DAY, Europe/Berlin, 2026-03-29T05:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "DAY, Europe/Berlin, 2026-10-25T05:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "DAY, UTC, 2026-02-28T23:59:59.999Z, 2026-02-28T00:00:00Z, 2026-03-01T00:00:00Z",
        "WEEK, UTC, 2026-01-01T12:00:00Z, 2025-12-29T00:00:00Z, 2026-01-05T00:00:00Z",
        "MONTH, America/New_York, 2026-03-01T04:59:59Z, 2026-02-01T05:00:00Z, 2026-03-01T05:00:00Z",
        "MONTH, UTC, 2028-02-29T12:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        "QUARTER, UTC, 2026-06-30T23:00:00Z, 2026-04-01T00:00:00Z, 2026-07-01T00:00:00Z",
        "QUARTER, Pacific/Auckland, 2025-12-31T12:00:00Z, 2025-12-31T11:00:00Z, 2026-03-31T11:00:00Z",
        "DAY, America/St_Johns, 2006-10-29T03:00:00Z, 2006-10-29T02:30:00Z, 2006-10-30T03:30:00Z",
        "HOUR, Asia/Kolkata, 2026-01-01T00:00:00Z, 2025-12-31T23:30:00Z, 2026-01-01T00:30:00Z",
        "HOUR, Australia/Lord_Howe, 2026-04-04T15:10:00Z, 2026-04-04T15:00:00Z, 2026-04-04T15:30:00Z"
    })
    void beginsAndEndsWhereTheZoneSays(Period period, String zone, Instant at, Instant start, Instant end) {
        CalendarSpan span = CalendarSpan.of(period, ZoneId.of(zone), at.toEpochMilli());

        assertThat(Instant.ofEpochMilli(span.startMillis())).isEqualTo(start);
        assertThat(Instant.ofEpochMilli(span.endMillis())).isEqualTo(end);
    }

    /** Whatever the zone and the time: no gap, no overlap, and every moment of a period names the same one. */
    @ParameterizedTest
    @EnumSource(value = Period.class, mode = EnumSource.Mode.EXCLUDE, names = "LIFETIME")
    void leavesNoGapAndNoOverlap(Period period) {
        Random random = new Random(period.name().hashCode());
        List<String> zones = new ArrayList<>(ZoneId.getAvailableZoneIds());
        zones.sort(null);
        for (int i = 0; i < 20_000; i++) {
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            long at = random.nextLong(FROM, TO);
            CalendarSpan span = CalendarSpan.of(period, zone, at);
            String where = period + " " + zone + " " + Instant.ofEpochMilli(at);

            assertThat(span.contains(at)).as(where).isTrue();
            assertThat(CalendarSpan.of(period, zone, span.startMillis()))
                    .as(where)
                    .isEqualTo(span);
            assertThat(CalendarSpan.of(period, zone, span.endMillis() - 1))
                    .as(where)
                    .isEqualTo(span);
            assertThat(CalendarSpan.of(period, zone, span.endMillis()).startMillis())
                    .as(where)
                    .isEqualTo(span.endMillis());
            assertThat(CalendarSpan.of(period, zone, span.startMillis() - 1).endMillis())
                    .as(where)
                    .isEqualTo(span.startMillis());
        }
    }

    @Test
    void beginsMonthsQuartersAndWeeksOnTheirFirstDay() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            long at = random.nextLong(FROM, TO);
            ZoneId zone = ZoneId.of("Europe/Berlin");
            assertThat(start(Period.MONTH, zone, at).getDayOfMonth()).isEqualTo(1);
            assertThat(start(Period.QUARTER, zone, at).getMonthValue() % 3).isEqualTo(1);
            assertThat(start(Period.WEEK, zone, at).getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
            assertThat(start(Period.DAY, zone, at).toLocalTime()).isEqualTo(LocalTime.MIDNIGHT);
        }
    }

    private static ZonedDateTime start(Period period, ZoneId zone, long at) {
        return Instant.ofEpochMilli(CalendarSpan.of(period, zone, at).startMillis())
                .atZone(zone);
    }

    @Test
    void neverEndsALifetime() {
        CalendarSpan span = CalendarSpan.of(Period.LIFETIME, ZoneId.of("UTC"), TO);

        assertThat(span.contains(FROM) && span.contains(Long.MAX_VALUE - 1)).isTrue();
    }
}
