package dev.sluice.gateway.pipeline;

import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.error.GatewayError;

/** Told of the moments of a request, on its event loop; must return at once. */
public interface PipelineListener {
    /** A request was turned away before anybody was known, so that no record is kept of it. */
    void turnedAway(GatewayError error);

    /** A request is over, and this is its record. */
    void finished(UsageRecord record);
}
