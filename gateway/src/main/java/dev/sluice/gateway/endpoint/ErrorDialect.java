package dev.sluice.gateway.endpoint;

import dev.sluice.gateway.error.GatewayError;

/** How errors are told to clients of one dialect. Stateless. */
public interface ErrorDialect {
    /** @param requestId empty when there is none yet */
    String body(GatewayError error, String requestId);

    /** An event that ends a stream which cannot be completed. */
    String event(GatewayError error);
}
