package dev.sluice.contract.policy;

import java.util.HashSet;
import java.util.List;

/**
 * When somebody is told how much of a budget is gone.
 *
 * @param at percentages of the limit, 1 to 1000
 * @param channels names of AlertChannels
 */
public record BudgetAlerts(List<Integer> at, List<String> channels) {
    public BudgetAlerts {
        at = Check.list(at, "at");
        channels = Check.list(channels, "channels");
        for (int i = 0; i < at.size(); i++) {
            if (at.get(i) < 1 || at.get(i) > 1000) {
                throw new InvalidField("at[" + i + "]", at.get(i) + " is out of range: use 1 to 1000 percent");
            }
        }
        if (new HashSet<>(at).size() < at.size()) {
            throw new InvalidField("at", "names a percentage twice: leave one out");
        }
        for (int i = 0; i < channels.size(); i++) {
            Check.name(channels.get(i), "channels[" + i + "]");
        }
    }
}
