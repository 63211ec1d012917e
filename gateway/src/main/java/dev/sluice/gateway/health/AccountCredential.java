package dev.sluice.gateway.health;

import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.gateway.health.TargetHealth.State;
import org.jspecify.annotations.Nullable;

/**
 * A credential that its provider has rejected, for whatever Model. What policy says of it by another text (a rotated secret) is
 * another credential. Thread-safe.
 */
final class AccountCredential {
    private final Credential credential;
    private final Rest rest = new Rest();
    private long sinceNanos;

    AccountCredential(Credential credential) {
        this.credential = credential;
    }

    boolean isOf(Credential other) {
        return credential.equals(other);
    }

    synchronized Standing standing(long nowNanos) {
        long out = rest.outNanos(nowNanos);
        return out == 0
                ? Standing.FIT
                : new Standing(State.RESTING, rest.reason(), rest.sinceNanos(), out, rest.isTold());
    }

    synchronized void rejected(long nowNanos, @Nullable Long pauseMillis, String failure) {
        sinceNanos = nowNanos;
        rest.refused(nowNanos, pauseMillis, failure);
    }

    synchronized void told(long nowNanos, long outNanos, String failure) {
        sinceNanos = nowNanos;
        rest.told(nowNanos, outNanos, failure);
    }

    /** @return whether a request that was sent then, and was accepted, shows that the rest need not go on */
    synchronized boolean isRefuted(long sentNanos) {
        return sentNanos - sinceNanos > 0;
    }
}
