package dev.sluice.contract.policy;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.key.KeyHash;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a {@link PolicyState} into a {@link PolicySnapshot}. A change of keys, of limits or of virtual models touches only those; any other
 * change rebuilds the small indexes. Not thread-safe: the thread that owns the state owns it.
 */
public final class PolicyCompiler {
    private final SecretResolver secrets;
    private final IdentityExchange exchange;
    private final Map<String, List<KeyHash>> hashesByKey = new HashMap<>();
    private List<PolicySnapshot.DisabledObject> keyProblems = new ArrayList<>();
    private List<PolicySnapshot.DisabledObject> indexProblems = List.of();

    /** Checks identities, and has none of them exchanged. */
    public PolicyCompiler(SecretResolver secrets) {
        this(secrets, IdentityExchange.NONE);
    }

    public PolicyCompiler(SecretResolver secrets, IdentityExchange exchange) {
        this.secrets = secrets;
        this.exchange = exchange;
    }

    /** Compiles everything. */
    public PolicySnapshot compile(PolicyState state) {
        hashesByKey.clear();
        keyProblems = new ArrayList<>();
        Map<KeyHash, CompiledKey> keys = new HashMap<>();
        for (PolicyObject object : state.objects(Kind.API_KEY)) {
            keys.putAll(compileKey(object));
        }
        List<LimitRule> limits = new ArrayList<>();
        state.objects(Kind.RATE_LIMIT).forEach(object -> limits.add(limit(object)));
        state.objects(Kind.BUDGET).forEach(object -> limits.add(limit(object)));
        return assemble(
                state,
                ShardedMap.of(keys),
                indexes(state),
                LimitRules.EMPTY.with(limits, List.of()),
                VirtualModels.of(state.objects(Kind.VIRTUAL_MODEL)));
    }

    /** Compiles what has changed since {@code previous}, which came from this compiler. */
    public PolicySnapshot compile(PolicyState state, Collection<Change> changes, PolicySnapshot previous) {
        ShardedMap<KeyHash, CompiledKey> keys = previous.keys();
        boolean others = false;
        for (Change change : changes) {
            switch (change.id().kind()) {
                case API_KEY -> keys = replaceKey(keys, change);
                case RATE_LIMIT, BUDGET, ALERT_CHANNEL, VIRTUAL_MODEL -> {}
                default -> others = true;
            }
        }
        return assemble(
                state,
                keys,
                others ? indexes(state) : previous.indexes(),
                limits(changes, previous.limits()),
                previous.virtualModels().with(changes));
    }

    private static LimitRules limits(Collection<Change> changes, LimitRules previous) {
        List<LimitRule> added = new ArrayList<>();
        List<ObjectId> gone = new ArrayList<>();
        for (Change change : changes) {
            if (change.id().kind() == Kind.RATE_LIMIT || change.id().kind() == Kind.BUDGET) {
                if (change.object() != null) {
                    added.add(limit(change.object()));
                } else {
                    gone.add(change.id());
                }
            }
        }
        return added.isEmpty() && gone.isEmpty() ? previous : previous.with(added, gone);
    }

    private static LimitRule limit(PolicyObject object) {
        return LimitRule.of(object).orElseThrow(() -> new IllegalArgumentException(object.id() + " limits nothing"));
    }

    private PolicySnapshot assemble(
            PolicyState state,
            ShardedMap<KeyHash, CompiledKey> keys,
            PolicyIndexes indexes,
            LimitRules limits,
            VirtualModels virtualModels) {
        List<PolicySnapshot.DisabledObject> disabled = new ArrayList<>(indexProblems);
        state.unreadable()
                .forEach(change -> disabled.add(new PolicySnapshot.DisabledObject(
                        change.id().kind().manifestName(), change.id().name(), String.valueOf(change.problem()))));
        disabled.addAll(keyProblems);
        return new PolicySnapshot(
                state.epoch(), state.revision(), keys, indexes, limits, virtualModels, List.copyOf(disabled));
    }

    private ShardedMap<KeyHash, CompiledKey> replaceKey(ShardedMap<KeyHash, CompiledKey> keys, Change change) {
        String name = change.id().name();
        keyProblems.removeIf(problem -> problem.name().equals(name));
        ShardedMap<KeyHash, CompiledKey> changed = keys;
        for (KeyHash old : hashesByKey.getOrDefault(name, List.of())) {
            changed = changed.without(old);
        }
        hashesByKey.remove(name);
        if (change.object() != null) {
            for (Map.Entry<KeyHash, CompiledKey> entry :
                    compileKey(change.object()).entrySet()) {
                changed = changed.with(entry.getKey(), entry.getValue());
            }
        }
        return changed;
    }

    /** One entry per accepted hash; none for a revoked key, or for one whose secret cannot be had. */
    private Map<KeyHash, CompiledKey> compileKey(PolicyObject object) {
        ApiKeySpec spec = (ApiKeySpec) object.spec();
        Map<KeyHash, CompiledKey> entries = new HashMap<>();
        try {
            for (KeyStatus.Hash hash : hashes(object, spec)) {
                entries.put(KeyHash.ofHex(hash.sha256()), compileKey(object, spec, hash.until()));
            }
        } catch (RuntimeException e) { // whatever is wrong with one key, the others stay in force
            keyProblems.add(new PolicySnapshot.DisabledObject("ApiKey", object.name(), String.valueOf(e.getMessage())));
            return Map.of();
        }
        hashesByKey.put(object.name(), List.copyOf(entries.keySet()));
        return entries;
    }

    private List<KeyStatus.Hash> hashes(PolicyObject object, ApiKeySpec spec) {
        if (object.status() != null) {
            return object.status().revoked() ? List.of() : object.status().hashes();
        }
        ApiKeySpec.KeySecret secret = spec.secret();
        if (secret == null) {
            throw new SecretResolver.UnresolvedSecret("has no secret: give sha256, env or file");
        }
        if (secret.sha256() != null) {
            return List.of(new KeyStatus.Hash(secret.sha256(), null));
        }
        SecretSource source = new SecretSource(secret.env(), secret.file(), null, null, null);
        String key = secrets.resolve(source, object.name());
        if (key.length() < 32) {
            throw new SecretResolver.UnresolvedSecret("its secret has " + key.length() + " characters: use 32 or more");
        }
        return List.of(new KeyStatus.Hash(KeyFormat.sha256(key), null));
    }

    private static CompiledKey compileKey(PolicyObject object, ApiKeySpec spec, @Nullable Instant until) {
        long expiry =
                spec.expiresAt() == null ? Long.MAX_VALUE : spec.expiresAt().toEpochMilli();
        return new CompiledKey(
                object.name(),
                object.status() == null ? "" : object.status().id(),
                spec.ownerSubject(),
                spec.team() == null ? "" : spec.team(),
                NameMatcher.of(spec.models()),
                NameMatcher.of(spec.denyModels()),
                spec.allowedCidrs().stream().map(Cidr::parse).toList(),
                spec.metadata(),
                until == null ? expiry : Math.min(expiry, until.toEpochMilli()),
                Boolean.TRUE.equals(spec.explain()),
                spec.residency());
    }

    private PolicyIndexes indexes(PolicyState state) {
        List<PolicySnapshot.DisabledObject> problems = new ArrayList<>();
        SubjectCompiler subjects = new SubjectCompiler();
        Map<Subject, Owner> owners = subjects.compile(state);
        ModelCompiler models = new ModelCompiler(secrets, exchange, problems);
        models.compile(state);
        Map<String, PublicKey> signingKeys = signingKeys(state, problems);
        Map<String, CompiledIssuer> issuers = CompiledIssuer.all(state, problems);
        indexProblems = List.copyOf(problems);
        return new PolicyIndexes(
                owners,
                models.models(),
                models.wildcards(),
                subjects.keyGrants(),
                signingKeys,
                issuers,
                subjects.teamGrants(state),
                Residencies.of(state));
    }

    private static Map<String, PublicKey> signingKeys(PolicyState state, List<PolicySnapshot.DisabledObject> problems) {
        Map<String, PublicKey> keys = new HashMap<>();
        for (PolicyObject object : state.objects(Kind.SIGNING_KEY)) {
            SigningKeySpec spec = (SigningKeySpec) object.spec();
            try {
                byte[] encoded = Base64.getDecoder().decode(spec.publicKey());
                keys.put(object.name(), KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded)));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                problems.add(
                        new PolicySnapshot.DisabledObject("SigningKey", object.name(), "is not a P-256 public key"));
            }
        }
        return Map.copyOf(keys);
    }
}
