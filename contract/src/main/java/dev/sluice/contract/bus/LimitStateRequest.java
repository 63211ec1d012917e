package dev.sluice.contract.bus;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Asks how a limit stands.
 *
 * @param rule {@link dev.sluice.contract.policy.LimitRule#key()}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LimitStateRequest(String rule) {}
