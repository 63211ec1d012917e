package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the account that serves a request must be: what the key says and what the team says that it counts for.
 *
 * @param regions all of which it must be in; empty: anywhere
 */
public record Residency(List<String> regions) {
    public static final Residency ANYWHERE = new Residency(List.of());

    static Residency of(@Nullable String ofKey, @Nullable String ofTeam) {
        if (ofKey == null && ofTeam == null) {
            return ANYWHERE;
        }
        List<String> regions = new ArrayList<>(2);
        if (ofKey != null) {
            regions.add(ofKey);
        }
        if (ofTeam != null && !ofTeam.equals(ofKey)) {
            regions.add(ofTeam);
        }
        return new Residency(List.copyOf(regions));
    }

    /** @param region of an account; null: its spec does not say */
    boolean allows(@Nullable String region) {
        return regions.isEmpty() || (regions.size() == 1 && regions.getFirst().equals(region));
    }

    @Override
    public String toString() {
        return String.join(" and ", regions);
    }
}
