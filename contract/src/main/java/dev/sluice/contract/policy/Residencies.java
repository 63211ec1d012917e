package dev.sluice.contract.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The regions that teams are bound to, and that accounts are in, by name. Only those that have one. */
record Residencies(Map<String, String> ofTeams, Map<String, String> ofAccounts) {
    static final Residencies NONE = new Residencies(Map.of(), Map.of());

    static Residencies of(PolicyState state) {
        return new Residencies(
                read(state, Kind.TEAM, team -> ((TeamSpec) team.spec()).residency()),
                read(state, Kind.PROVIDER_ACCOUNT, account -> ((ProviderAccountSpec) account.spec()).residency()));
    }

    private static Map<String, String> read(
            PolicyState state, Kind kind, Function<PolicyObject, @Nullable String> residency) {
        Map<String, String> regions = new HashMap<>();
        for (PolicyObject object : state.objects(kind)) {
            String region = residency.apply(object);
            if (region != null) {
                regions.put(object.name(), region);
            }
        }
        return Map.copyOf(regions);
    }
}
