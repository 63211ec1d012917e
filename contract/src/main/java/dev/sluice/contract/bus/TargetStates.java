package dev.sluice.contract.bus;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * How targets stand at one gateway: those that it has asked of late, or that others told it of.
 *
 * @param truncated whether only the worst and busiest are told
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TargetStates(String instance, List<Target> targets, boolean truncated) {

    /**
     * A Model with one credential of its account.
     *
     * @param credential empty where the account has none
     * @param state {@code closed}, {@code half-open}, {@code open} or {@code resting}
     * @param reason a class of failure; empty when it is well
     * @param outMillis from now on, how long requests go elsewhere if they can; 0: they need not
     * @param requests that ended in the last ten seconds
     * @param errors of these, those that count against the breaker
     * @param firstContentNanos mean of late; 0: not known
     * @param quota headers by name, as the provider told them last
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Target(
            String model,
            String account,
            String credential,
            String state,
            String reason,
            long outMillis,
            int inFlight,
            int requests,
            int errors,
            long firstContentNanos,
            Map<String, String> quota) {}
}
