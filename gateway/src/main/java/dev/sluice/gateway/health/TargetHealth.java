package dev.sluice.gateway.health;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.PolicySnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How the Models of policy have done of late, each with each credential of its account: known by what this gateway has seen, and
 * by what others tell it. Nothing is ever taken out of service altogether: whoever has nobody better asks the target all the same.
 * A wildcard is one Model. Thread-safe; nothing waits.
 */
public final class TargetHealth {
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** The longest pause of a breaker, and some. */
    private static final long MOST_TOLD_MILLIS = 70_000;

    private final LongSupplier nanoTime;
    private final DoubleSupplier random;
    private final Map<String, ModelHealth> models = new ConcurrentHashMap<>();
    /** Of credentials that were rejected, by a key without a Model: empty while all is well. */
    private final Map<TargetKey, AccountCredential> rejected = new ConcurrentHashMap<>();

    private volatile Consumer<TargetKey> listener = _ -> {};

    /** How it stands, in the order in which metrics number it. */
    public enum State {
        CLOSED,
        HALF_OPEN,
        OPEN,
        RESTING
    }

    /**
     * Why a Model comes after others.
     *
     * @param outNanos how long it had better be left alone; more than 0
     * @param reason follows the Model's name in a sentence
     */
    public record Outage(long outNanos, String reason) {}

    public TargetHealth() {
        this(System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param random draws from 0 to 1 */
    TargetHealth(LongSupplier nanoTime, DoubleSupplier random) {
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** @param listener is told, on the thread that found it out, of what this gateway has found out; it must return at once */
    public void onChange(Consumer<TargetKey> listener) {
        this.listener = listener;
    }

    /**
     * A request is about to be sent.
     *
     * @param must whether it is sent even if the target had better be left alone
     * @param first whether it is the request's first at this target
     * @return null: it had better go elsewhere
     */
    public @Nullable Trial begin(CompiledModel model, Credential credential, boolean must, boolean first) {
        long now = now();
        if (!must && accountStanding(model.account(), credential, now).outNanos() > 0) {
            return null;
        }
        ModelHealth known = of(model);
        TargetCredential target = known.of(credential.name());
        Boolean probe = target.enter(now, must);
        if (probe == null) {
            return null;
        }
        if (first) {
            known.budget().request(now);
        }
        return new TargetTrial(this, target, credential, probe, now);
    }

    /** Whether the target may be asked again by the same request. To be called when it is going to be. */
    public boolean mayRetry(CompiledModel model) {
        return of(model).budget().retry(now());
    }

    private ModelHealth of(CompiledModel model) {
        ModelHealth known = models.get(model.policyName());
        if (known != null && known.account().equals(model.account().name())) {
            return known;
        }
        return models.compute(
                model.policyName(),
                (name, old) ->
                        old != null && old.account().equals(model.account().name())
                                ? old
                                : new ModelHealth(name, model.account().name(), random));
    }

    /** How long requests for the Model had better do without the credential; 0: they need not. */
    public long outNanos(CompiledModel model, Credential credential) {
        return standing(model, credential, now()).outNanos();
    }

    private Standing standing(CompiledModel model, Credential credential, long now) {
        Standing account = accountStanding(model.account(), credential, now);
        ModelHealth known = models.get(model.policyName());
        TargetCredential target =
                known == null || !known.account().equals(model.account().name()) ? null : known.find(credential.name());
        return target == null ? account : account.or(target.standing(now));
    }

    private Standing accountStanding(CompiledAccount account, Credential credential, long now) {
        if (rejected.isEmpty()) {
            return Standing.FIT;
        }
        TargetKey key = new TargetKey("", account.name(), credential.name());
        AccountCredential known = rejected.get(key);
        if (known == null) {
            return Standing.FIT;
        }
        Standing standing = known.standing(now);
        return known.isOf(credential) ? standing : Standing.FIT;
    }

    /** Why requests had better go elsewhere; null while one of the account's credentials is fit. */
    public @Nullable Outage outage(CompiledModel model) {
        long now = now();
        Standing best = null;
        List<Credential> all = model.account().credentials();
        for (Credential credential : all.isEmpty() ? List.of(CompiledAccount.NO_CREDENTIAL) : all) {
            if (credential.weight() > 0) {
                Standing standing = standing(model, credential, now);
                if (standing.outNanos() == 0) {
                    return null;
                }
                best = best == null || standing.outNanos() < best.outNanos() ? standing : best;
            }
        }
        return best == null ? null : new Outage(best.outNanos(), words(best));
    }

    private static String words(Standing standing) {
        String state = switch (standing.state()) {
            case HALF_OPEN -> "is tried by another request";
            case OPEN, CLOSED -> "has its breaker open";
            case RESTING -> "rests";
        };
        long millis = (standing.outNanos() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
        return state + " after " + standing.reason()
                + (standing.state() == State.HALF_OPEN ? "" : " for another " + millis + " ms");
    }

    long now() {
        return nanoTime.getAsLong();
    }

    void changed(TargetKey key) {
        listener.accept(key);
    }

    void rejected(TargetKey of, Credential credential, @Nullable Long pauseMillis, String failure) {
        TargetKey key = new TargetKey("", of.account(), of.credential());
        credentialOf(key, credential).rejected(now(), pauseMillis, failure);
        changed(key);
    }

    private AccountCredential credentialOf(TargetKey key, Credential credential) {
        return rejected.compute(
                key, (_, old) -> old != null && old.isOf(credential) ? old : new AccountCredential(credential));
    }

    /** A request that was sent then has succeeded with the credential. */
    void accepted(TargetKey of, long sentNanos) {
        if (!rejected.isEmpty()) {
            TargetKey key = new TargetKey("", of.account(), of.credential());
            AccountCredential known = rejected.get(key);
            if (known != null && known.isRefuted(sentNanos) && rejected.remove(key, known)) {
                changed(key);
            }
        }
    }

    /**
     * Another gateway has found something out.
     *
     * @param policy what it does not know of is not taken in
     */
    void told(PolicySnapshot policy, Finding finding) {
        TargetKey key = finding.key();
        long age = Math.clamp(finding.ageMillis(), 0, MOST_TOLD_MILLIS) * NANOS_PER_MILLI;
        long out = Math.clamp(finding.outMillis(), 0, MOST_TOLD_MILLIS) * NANOS_PER_MILLI;
        CompiledAccount account = policy.account(key.account());
        Credential credential = account == null ? null : credential(account, key.credential());
        if (credential == null) {
            return;
        }
        if (!key.model().isEmpty()) {
            CompiledModel model = PolicyTargets.model(policy, key.model());
            if (model != null && model.account().name().equals(key.account())) {
                of(model).of(key.credential()).told(now(), finding.state(), age, out, finding.reason());
            }
        } else if (finding.state() == State.RESTING) {
            credentialOf(key, credential).told(now(), out, finding.reason());
        } else {
            rejected.remove(key);
        }
    }

    /** What this gateway has found out of the key; that it is well, if that is all there is. Null: it has it from another one. */
    @Nullable
    Finding finding(TargetKey key) {
        if (key.model().isEmpty()) {
            AccountCredential known = rejected.get(key);
            return finding(key, known == null ? Standing.FIT : known.standing(now()));
        }
        ModelHealth known = models.get(key.model());
        TargetCredential target = known == null ? null : known.find(key.credential());
        return finding(key, target == null ? Standing.FIT : target.standing(now()));
    }

    private @Nullable Finding finding(TargetKey key, Standing standing) {
        if (standing.told()) {
            return null;
        }
        if (standing.outNanos() < NANOS_PER_MILLI) {
            return new Finding(key, State.CLOSED, "", 0, 0);
        }
        return new Finding(
                key,
                standing.state(),
                standing.reason(),
                (now() - standing.sinceNanos()) / NANOS_PER_MILLI,
                standing.outNanos() / NANOS_PER_MILLI);
    }

    /** All that this gateway has found out of those that had better be left alone. */
    List<Finding> findings() {
        Set<TargetKey> keys = new HashSet<>(rejected.keySet());
        models.values().forEach(model -> model.credentials().forEach(target -> keys.add(target.key())));
        List<Finding> all = new ArrayList<>();
        for (TargetKey key : keys) {
            Finding finding = finding(key);
            if (finding != null && finding.state() != State.CLOSED) {
                all.add(finding);
            }
        }
        return all;
    }

    private static @Nullable Credential credential(CompiledAccount account, String name) {
        if (account.credentials().isEmpty()) {
            return name.isEmpty() ? CompiledAccount.NO_CREDENTIAL : null;
        }
        for (Credential credential : account.credentials()) {
            if (credential.name().equals(name)) {
                return credential;
            }
        }
        return null;
    }

    /** Of every Model and credential that was asked of late, or that others told of. */
    public List<TargetReading> readings() {
        long now = now();
        List<TargetReading> all = new ArrayList<>();
        for (ModelHealth model : models.values()) {
            for (TargetCredential target : model.credentials()) {
                TargetKey key = target.key();
                AccountCredential account = rejected.get(new TargetKey("", key.account(), key.credential()));
                Standing standing = (account == null ? Standing.FIT : account.standing(now)).or(target.standing(now));
                all.add(new TargetReading(
                        key,
                        standing.state(),
                        standing.reason(),
                        standing.outNanos() / NANOS_PER_MILLI,
                        target.seen(now)));
            }
        }
        return all;
    }

    /**
     * Further tries at a Model.
     *
     * @param made since the start
     * @param refused because the budget was used up
     */
    public record Retries(String model, String account, long made, long refused) {}

    public List<Retries> retries() {
        return models.values().stream()
                .map(model -> new Retries(
                        model.model(),
                        model.account(),
                        model.budget().retries(),
                        model.budget().refused()))
                .toList();
    }

    /** Forgets what policy has no more. */
    public void retain(PolicySnapshot policy) {
        models.values().removeIf(known -> {
            CompiledModel model = PolicyTargets.model(policy, known.model());
            if (model == null || !model.account().name().equals(known.account())) {
                return true;
            }
            known.retain(model.account().credentials());
            return false;
        });
        rejected.entrySet().removeIf(entry -> {
            CompiledAccount account = policy.account(entry.getKey().account());
            Credential credential =
                    account == null ? null : credential(account, entry.getKey().credential());
            return credential == null || !entry.getValue().isOf(credential);
        });
    }

    /** Forgets everything. */
    public void clear() {
        models.clear();
        rejected.clear();
    }
}
