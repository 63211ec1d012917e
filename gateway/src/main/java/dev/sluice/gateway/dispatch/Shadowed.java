package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.usage.Attempt;

/**
 * How a shadow ended.
 *
 * @param attempt of the kind {@code shadow}; its number is for whoever puts it into a record to give
 */
public record Shadowed(CompiledModel model, Attempt attempt, boolean estimated) {}
