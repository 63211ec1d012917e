package dev.sluice.contract.policy;

import org.jspecify.annotations.Nullable;

/**
 * How the requests of a virtual model are hedged.
 *
 * @param virtualModel whose spend the share is of
 * @param quantile of the target's times to the first content, after which it is late: 0.5 to 0.999
 * @param share of the spend that answers may cost that nobody gets: 0 to 0.5
 */
public record Hedging(String virtualModel, double quantile, double share) {

    static @Nullable Hedging of(String virtualModel, @Nullable HedgeSpec spec) {
        return spec == null ? null : new Hedging(virtualModel, spec.quantile(), spec.share());
    }
}
