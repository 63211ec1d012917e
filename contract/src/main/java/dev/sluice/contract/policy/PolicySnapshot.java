package dev.sluice.contract.policy;

import dev.sluice.contract.key.KeyHash;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Policy compiled for decisions: immutable, shared by all threads. A request uses one from start to end; a newer one
 * replaces it by one volatile write.
 */
public final class PolicySnapshot {
    /** Budgets that send a request on to another model, one after the other. */
    private static final int MAX_DETOURS = 4;

    private final long epoch;
    private final long revision;
    private final ShardedMap<KeyHash, CompiledKey> keys;
    private final PolicyIndexes indexes;
    private final LimitRules limits;
    private final VirtualModels virtualModels;
    private final List<DisabledObject> disabled;

    PolicySnapshot(
            long epoch,
            long revision,
            ShardedMap<KeyHash, CompiledKey> keys,
            PolicyIndexes indexes,
            LimitRules limits,
            VirtualModels virtualModels,
            List<DisabledObject> disabled) {
        this.epoch = epoch;
        this.revision = revision;
        this.keys = keys;
        this.indexes = indexes;
        this.limits = limits;
        this.virtualModels = virtualModels;
        this.disabled = disabled;
    }

    /** An object that could not be compiled here: it is switched off, the rest is in force. */
    public record DisabledObject(String kind, String name, String reason) {}

    /** Without regard to its expiry: the caller knows the time. */
    public @Nullable CompiledKey key(KeyHash hash) {
        return keys.get(hash);
    }

    public @Nullable Owner owner(Subject subject) {
        return indexes.owners().get(subject);
    }

    /** The exact Model of that name, else the most specific wildcard that matches. */
    public @Nullable CompiledModel model(String name) {
        return indexes.model(name);
    }

    /** The virtual model of exactly that name. It goes before a wildcard that matches. */
    public @Nullable CompiledVirtualModel virtualModel(String name) {
        return virtualModels.get(name);
    }

    /** Whether clients may ask for the name, if they are allowed to. */
    public boolean hasModel(String name) {
        return virtualModel(name) != null || model(name) != null;
    }

    /** Every Model that may answer to the name, in no order that matters: itself, or what a virtual model may lead to. */
    public List<CompiledModel> modelsBehind(String name) {
        Map<String, CompiledModel> found = new LinkedHashMap<>();
        addBehind(name, CompiledVirtualModel.MAX_DEPTH, found);
        return List.copyOf(found.values());
    }

    private void addBehind(String name, int depth, Map<String, CompiledModel> found) {
        CompiledVirtualModel virtual = virtualModel(name);
        if (virtual == null) {
            CompiledModel model = model(name);
            if (model != null) {
                found.putIfAbsent(model.name(), model);
            }
        } else if (depth > 0) {
            virtual.names().forEach(next -> addBehind(next, depth - 1, found));
        }
    }

    /** The Model by which an account serves what its provider calls {@code upstream}; null when none does. */
    public @Nullable CompiledModel modelOf(String account, String upstream) {
        return indexes.modelOf(account, upstream);
    }

    /** @param key absent: it came without one */
    public Residency residency(@Nullable CompiledKey key, String team) {
        return Residency.of(
                key == null ? null : key.residency(),
                indexes.residencies().ofTeams().get(team));
    }

    /** Whether the account that serves the model is where it must be. */
    public boolean isWithin(Residency residency, CompiledModel model) {
        return residency.allows(
                indexes.residencies().ofAccounts().get(model.account().name()));
    }

    /** The account of that name, as long as a Model is served by it. */
    public @Nullable CompiledAccount account(String name) {
        return indexes.account(name);
    }

    /** Whether a Model is served by an account that is met over TLS. */
    public boolean meetsTls() {
        return indexes.accounts().anyMatch(account -> account.baseUrl().tls());
    }

    /** Whether rules grant the model to the owner, or to the key itself. The key's own patterns are not looked at. */
    public boolean isGranted(Owner owner, @Nullable String keyName, String model) {
        return grantedBy(owner, keyName, model) != null;
    }

    /** The subject, of the owner's or the key itself, that rules grant the model to. */
    public @Nullable Subject grantedBy(Owner owner, @Nullable String keyName, String model) {
        Subject granted = owner.grantedBy(model);
        if (granted != null) {
            return granted;
        }
        NameMatcher keyGrants = keyName == null ? null : indexes.keyGrants().get(keyName);
        return keyName != null && keyGrants != null && keyGrants.matches(model)
                ? new Subject(Subject.Type.KEY, keyName)
                : null;
    }

    /** Whether the owner may use the model, and the key, if there is one, lets it through. */
    public boolean mayUse(Owner owner, @Nullable CompiledKey key, String model) {
        return (key == null || (key.models().matches(model) && !key.denied().matches(model)))
                && isGranted(owner, key == null ? null : key.name(), model);
    }

    /**
     * The model that a rule with nothing left sends requests to; null: it refuses them.
     *
     * @param detours that the request has made before
     */
    public @Nullable String detour(LimitRule rule, int detours) {
        String other = rule.budget().onExceeded().model();
        return other == null || detours >= MAX_DETOURS || !hasModel(other) ? null : other;
    }

    /** By its name, which takes a look at all of them: not for requests. Null for one that is revoked. */
    public @Nullable CompiledKey keyNamed(String name) {
        return keys.values().filter(key -> key.name().equals(name)).findAny().orElse(null);
    }

    /** All that work, by name. */
    public Map<String, CompiledKey> keysByName() {
        Map<String, CompiledKey> named = new HashMap<>();
        keys.values().forEach(key -> named.put(key.name(), key));
        return named;
    }

    /** Names of the Models and virtual models, wildcards left out, in order. */
    public List<String> modelNames() {
        TreeSet<String> names = new TreeSet<>(indexes.models().keySet());
        names.addAll(virtualModels.names());
        return new ArrayList<>(names);
    }

    public Map<String, PublicKey> signingKeys() {
        return indexes.signingKeys();
    }

    /** Whose tokens have that {@code iss}. */
    public @Nullable CompiledIssuer issuer(String iss) {
        return indexes.issuers().get(iss);
    }

    public Collection<CompiledIssuer> issuers() {
        return indexes.issuers().values();
    }

    /** Somebody that policy does not know: with what is granted to everybody. */
    public Owner stranger(Subject subject) {
        return indexes.teamGrants().stranger(subject);
    }

    public boolean hasTeam(String name) {
        return indexes.teamGrants().byTeam().containsKey(name);
    }

    /** The owner as a member of the team, which is counted; as it is when there is no such team. */
    public Owner inTeam(Owner owner, String team) {
        return indexes.teamGrants().in(team, owner);
    }

    /** Rate limits and budgets. */
    public LimitRules limits() {
        return limits;
    }

    public long epoch() {
        return epoch;
    }

    public long revision() {
        return revision;
    }

    public int keyCount() {
        return keys.size();
    }

    public List<DisabledObject> disabled() {
        return disabled;
    }

    ShardedMap<KeyHash, CompiledKey> keys() {
        return keys;
    }

    VirtualModels virtualModels() {
        return virtualModels;
    }

    PolicyIndexes indexes() {
        return indexes;
    }
}
