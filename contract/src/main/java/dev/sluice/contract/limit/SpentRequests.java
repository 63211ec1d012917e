package dev.sluice.contract.limit;

import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.usage.Tokens;
import java.util.List;

/**
 * Requests that are over and are alike, as their usage records say: what they spent is added up.
 *
 * @param instance the gateway that served them
 * @param timeMillis of admission, by which their period goes
 * @param facts without an address: records have none
 * @param model the name that they were admitted by
 */
public record SpentRequests(
        String instance, long timeMillis, LimitFacts facts, String model, List<SpentAttempt> attempts) {
    public SpentRequests {
        attempts = List.copyOf(attempts);
    }

    /**
     * What attempts at one target took.
     *
     * @param model of policy
     * @param costNanos nano-dollars; 0 where there is no price
     */
    public record SpentAttempt(String model, String account, Tokens tokens, long costNanos) {
        Amounts amounts() {
            return Amounts.of(tokens.allInput(), tokens.allOutput(), costNanos);
        }
    }
}
