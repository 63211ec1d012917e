package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.RequestShape;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What conditions, stickiness and strategies look at of a request.
 *
 * @param headers of the request by name, whatever its case
 * @param nowMillis of the wall clock
 * @param conversation the same for all turns of one; empty where it has none
 */
public record RouteFacts(
        LimitFacts caller,
        UnaryOperator<@Nullable String> headers,
        long nowMillis,
        RequestShape request,
        Supplier<String> conversation,
        CostEstimate cost) {}
