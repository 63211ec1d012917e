package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.quota.ProviderLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a reply before its bytes.
 *
 * @param contentType the provider's
 * @param costNanos absent: unknown at this point, or unpriced
 * @param attempts upstream tries so far
 * @param limits what the provider says of its own
 * @param dropped what the client asked for and the provider has no word for
 * @param overheadMicros (last request byte → upstream write) + (first upstream byte → now)
 */
public record ReplyHead(
        int status,
        String contentType,
        CompiledModel model,
        @Nullable Long costNanos,
        int attempts,
        long overheadMicros,
        ProviderLimits limits,
        List<String> dropped) {}
