package dev.sluice.gateway.pipeline;

import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.error.GatewayError;

/** Told of the moments of a request, on its event loop; must return at once. */
public interface PipelineListener {
    /** The one that a new event loop tells; all loops tell this one unless it has one for each. From any thread. */
    default PipelineListener perLoop() {
        return this;
    }

    /** A request was turned away before anybody was known, so that no record is kept of it. */
    void turnedAway(GatewayError error);

    /**
     * A request is over, and this is its record, without its shadow.
     *
     * @param model the name in policy of the Model that was tried; {@code other} when none was, so that there are only as
     *     many names as policy has
     */
    void finished(UsageRecord record, String model);

    /**
     * A shadow of a request is over, be it before or after the request.
     *
     * @param model the name in policy of the Model that was asked
     */
    default void shadowed(Attempt attempt, String model) {}
}
