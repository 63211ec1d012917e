package dev.sluice.admin.alert;

import dev.sluice.admin.gateway.LimitStanding;
import dev.sluice.contract.policy.LimitAmount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How people are told. Callers choose some values, so none of them can break a line or fill a page. */
final class Words {
    private static final int LONGEST_VALUE = 120;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm VV", Locale.ROOT);

    private Words() {}

    static String title(Passing passing) {
        return "Budget " + plain(passing.budget()) + ": " + passing.highest() + " % used"
                + of(passing.segment().key());
    }

    static String message(Passing passing, ZoneId zone, boolean audit) {
        LimitStanding.Segment segment = passing.segment();
        StringBuilder text = new StringBuilder("Budget ")
                .append(plain(passing.budget()))
                .append(of(segment.key()))
                .append(" has used ")
                .append(amount(segment.unit(), segment.used()))
                .append(", ")
                .append(Passing.percent(segment).stripTrailingZeros().toPlainString())
                .append(" % of ")
                .append(amount(segment.unit(), segment.limit()))
                .append(segment.window().equals("lifetime") ? " in its lifetime." : " per " + segment.window() + ".");
        if (passing.end() != null) {
            text.append(" It starts anew at ")
                    .append(TIME.format(passing.end().atZone(zone)))
                    .append('.');
        }
        return text.append(audit ? " It only counts: nothing is refused." : "").toString();
    }

    /** Such as {@code  (team research)}; empty of a budget with one counter for all. */
    static String of(Map<String, String> key) {
        return key.isEmpty()
                ? ""
                : new TreeMap<>(key)
                        .entrySet().stream()
                                .map(part -> plain(part.getKey()) + " " + plain(part.getValue()))
                                .collect(Collectors.joining(", ", " (", ")"));
    }

    static String amount(String unit, LimitAmount amount) {
        BigDecimal value = Passing.amount(amount.written());
        if (!unit.equals("usd")) {
            return String.format(Locale.ROOT, "%,d %s", value.toBigInteger(), unit);
        }
        boolean cents = value.signum() == 0 || value.compareTo(BigDecimal.ONE) >= 0;
        return cents
                ? String.format(Locale.ROOT, "$%,.2f", value.setScale(2, RoundingMode.DOWN))
                : "$" + value.stripTrailingZeros().toPlainString();
    }

    /** One line, of a bounded length. */
    static String plain(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "…";
    }
}
