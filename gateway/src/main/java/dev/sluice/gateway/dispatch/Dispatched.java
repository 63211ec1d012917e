package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.GatewayError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a dispatch ended: every attempt, and what the client has had.
 *
 * @param error absent: a complete reply
 * @param replied whether the client was answered already; if not, the error is still to be told
 * @param cancelled the client went away
 * @param firstContentNanos {@link System#nanoTime()} of the first byte of content to the client; 0: none
 */
public record Dispatched(
        CompiledModel model,
        List<Attempt> attempts,
        Tokens tokens,
        @Nullable Long costNanos,
        boolean estimated,
        @Nullable GatewayError error,
        boolean replied,
        boolean cancelled,
        int status,
        long firstContentNanos,
        long overheadMicros) {}
