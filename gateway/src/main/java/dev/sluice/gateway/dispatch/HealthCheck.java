package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.health.Trial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the health of targets has to say to the attempts of one request. On its event loop. */
final class HealthCheck {
    private static final int PAYMENT_REQUIRED = 402;

    private final TargetHealth health;
    private final boolean kept;

    /** @param kept whether health learns from the request: not from those that may ask for anything */
    HealthCheck(TargetHealth health, boolean kept) {
        this.health = health;
        this.kept = kept;
    }

    /** An attempt that may begin, with the credential for it; null where the account has none that may be used. */
    record Ticket(@Nullable Credential credential, Trial trial) {}

    /**
     * Begins an attempt at the next target. One that has gone out of service since it was planned comes after the others then.
     *
     * @param targets are put into another order, if need be
     * @param other the credential to be used; null: any
     * @param first whether it is the first at this target
     */
    Ticket begin(List<CompiledModel> targets, int at, @Nullable Credential other, boolean first) {
        int moves = 0;
        while (true) {
            CompiledModel model = targets.get(at);
            Credential credential = other != null ? other : choose(model);
            if (credential == null || !kept) {
                return new Ticket(credential, Trial.NONE);
            }
            boolean must = !first || moves >= targets.size() - at || !isAnyFit(targets, at + 1);
            Trial trial = health.begin(model, credential, must, first);
            if (trial != null) {
                return new Ticket(credential, trial);
            }
            targets.add(targets.remove(at));
            moves++;
        }
    }

    /** Begins an attempt beside another one; null: the target does not do well. */
    @Nullable
    Ticket beside(CompiledModel model) {
        Credential credential = choose(model);
        if (credential == null || health.outage(model) != null) {
            return null;
        }
        if (!kept) {
            return new Ticket(credential, Trial.NONE);
        }
        Trial trial = health.begin(model, credential, false, true);
        return trial == null ? null : new Ticket(credential, trial);
    }

    private boolean isAnyFit(List<CompiledModel> targets, int from) {
        for (int i = from; i < targets.size(); i++) {
            if (health.outage(targets.get(i)) == null) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Credential choose(CompiledModel model) {
        return CredentialChoice.of(model.account().credentials(), credential -> health.outNanos(model, credential));
    }

    /** Another credential that the same target may be asked with at once; null when that makes no sense. */
    @Nullable
    Credential otherCredential(AttemptEnd end, @Nullable Credential used) {
        CompiledModel model = end.model();
        List<Credential> all = model.account().credentials();
        if (!kept || used == null || all.size() < 2 || !isAboutCredential(end.error())) {
            return null;
        }
        String failed = used.name();
        Credential other = CredentialChoice.fit(
                all,
                credential -> credential.name().equals(failed) ? Long.MAX_VALUE : health.outNanos(model, credential));
        return other != null && health.mayRetry(model) ? other : null;
    }

    private static boolean isAboutCredential(@Nullable GatewayError error) {
        return error instanceof GatewayError.Upstream upstream
                && (upstream.status() == PAYMENT_REQUIRED
                        || upstream.kind() == UpstreamClass.AUTH
                        || upstream.kind() == UpstreamClass.PERMISSION
                        || upstream.kind() == UpstreamClass.RATE_LIMITED
                        || upstream.kind() == UpstreamClass.QUOTA_EXHAUSTED);
    }

    /** Whether it may be sent again at once. What the provider has done nothing for is no load on it. */
    boolean allowsAtOnce(AttemptEnd end) {
        return !(end.error() instanceof GatewayError.Upstream upstream
                        && upstream.kind().retriesProcessed())
                || allowsRetry(end.model());
    }

    /** Takes one of the retries that the target may have. */
    boolean allowsRetry(CompiledModel model) {
        return !kept || health.mayRetry(model);
    }
}
