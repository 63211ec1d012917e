package dev.sluice.gateway.health;

import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.quota.ProviderLimits;
import org.jspecify.annotations.Nullable;

/** A trial at a Model of policy. */
final class TargetTrial implements Trial {
    private final TargetHealth health;
    private final TargetCredential target;
    private final Credential credential;
    private final boolean probe;
    private final long startNanos;
    private boolean answering;
    private boolean slow;

    /** @param probe whether it is the one that tries a half-open target */
    TargetTrial(TargetHealth health, TargetCredential target, Credential credential, boolean probe, long startNanos) {
        this.health = health;
        this.target = target;
        this.credential = credential;
        this.probe = probe;
        this.startNanos = startNanos;
    }

    @Override
    public void answering() {
        answering = true;
        long now = health.now();
        if (target.answering(now, startNanos)) {
            health.changed(target.key());
        }
    }

    @Override
    public void limits(ProviderLimits limits) {
        target.limits(limits);
        Long usedUp = limits.pauseMillis();
        if (usedUp != null && target.usedUp(health.now(), usedUp)) {
            health.changed(target.key());
        }
    }

    @Override
    public void slow() {
        slow = true;
        if (target.slow(health.now())) {
            health.changed(target.key());
        }
    }

    @Override
    public void ended(@Nullable GatewayError error, int status) {
        if (error == null && !answering) {
            answering();
        }
        Verdict verdict = slow ? Verdict.NONE : Verdict.of(error, status, answering);
        String failure = error == null ? "" : error.errorClass();
        Long pause = error instanceof GatewayError.Upstream upstream
                ? upstream.limits().pauseMillis()
                : null;
        if (target.ended(health.now(), startNanos, probe, verdict, failure, pause)) {
            health.changed(target.key());
        }
        if (verdict == Verdict.REJECTED) {
            // Without an answer there was no token to send, which may be had any moment.
            health.rejected(target.key(), credential, status == 0 ? null : (Long) Rest.LONGEST_MILLIS, failure);
        } else if (verdict == Verdict.WELL) {
            health.accepted(target.key(), startNanos);
        }
    }

    @Override
    public void unused() {
        target.unused(probe);
    }
}
