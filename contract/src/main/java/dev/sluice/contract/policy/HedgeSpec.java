package dev.sluice.contract.policy;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * When the next target is asked beside one that is late, as {@code {after: p98, maxExtraSpend: "3%"}}.
 *
 * @param after which percentile of the target's times to the first content must be over: {@code p50} to {@code p99.9}
 * @param maxExtraSpend the share of what the virtual model costs that may go to answers nobody gets
 */
public record HedgeSpec(String after, String maxExtraSpend) {
    private static final Pattern PERCENTILE = Pattern.compile("p([5-9]\\d(?:\\.\\d)?)");
    private static final int MOST_BASIS_POINTS = 5_000;

    public HedgeSpec {
        Check.required(after, "after", "give a percentile as p98");
        if (!PERCENTILE.matcher(after).matches()) {
            throw new InvalidField(
                    "after", "'" + Check.shorten(after) + "' is no percentile from p50 to p99.9: write p98");
        }
        Check.required(maxExtraSpend, "maxExtraSpend", "give a share as \"3%\"");
        int points = Percent.parse(maxExtraSpend, "maxExtraSpend").basisPoints();
        if (points == 0 || points > MOST_BASIS_POINTS) {
            throw new InvalidField(
                    "maxExtraSpend",
                    "'" + Check.shorten(maxExtraSpend) + "' is out of range: use more than 0% and at most 50%");
        }
    }

    /** 0.5 to 0.999. */
    double quantile() {
        return new BigDecimal(after.substring(1)).movePointLeft(2).doubleValue();
    }

    /** 0 to 0.5. */
    double share() {
        return Percent.parse(maxExtraSpend).basisPoints() / 10_000.0;
    }
}
