package dev.sluice.gateway.pipeline;

import dev.sluice.contract.policy.PolicySnapshot;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request whose headers are in.
 *
 * @param requestId ours, a UUIDv7
 * @param policy the snapshot it uses from start to end
 * @param address the client's, 4 or 16 bytes
 * @param headers of the request by name, whatever its case
 * @param forwardedHeaders that go on to the provider
 * @param arrivedNanos of {@link System#nanoTime()}
 */
public record Arrival(
        String requestId,
        String endpoint,
        PolicySnapshot policy,
        byte[] address,
        RequestOptions options,
        UnaryOperator<@Nullable String> headers,
        Map<CharSequence, String> forwardedHeaders,
        long timeMillis,
        long arrivedNanos) {}
