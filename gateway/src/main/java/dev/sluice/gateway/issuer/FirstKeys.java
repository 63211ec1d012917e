package dev.sluice.gateway.issuer;

import dev.sluice.contract.policy.PolicySnapshot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the issuers of the first policy were asked for their keys. For the start alone: an issuer that policy names later
 * does not take away what is served by then. Thread-safe.
 */
public final class FirstKeys {
    /** An issuer that hangs keeps nobody else waiting for longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final IssuerKeys keys;
    private volatile boolean settled;
    /** When it first depended on issuers alone; 0: not yet. */
    private volatile long askedForNanos;

    public FirstKeys(IssuerKeys keys) {
        this.keys = keys;
    }

    /** @param policy in force; null: there is none yet */
    public boolean areSettled(@Nullable PolicySnapshot policy) {
        if (!settled && policy != null) {
            askedForNanos = askedForNanos == 0 ? System.nanoTime() | 1 : askedForNanos;
            settled = keys.isSettled(policy) || System.nanoTime() - askedForNanos > PATIENCE.toNanos();
        }
        return settled;
    }
}
