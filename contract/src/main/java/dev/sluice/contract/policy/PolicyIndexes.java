package dev.sluice.contract.policy;

import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything in a snapshot but the keys: small, and rebuilt when one of it changes.
 *
 * @param models by exact name
 * @param wildcards the longest prefix first
 * @param keyGrants what rules grant to {@code key:…} subjects, by the key's name
 */
record PolicyIndexes(
        Map<Subject, Owner> owners,
        Map<String, CompiledModel> models,
        List<Wildcard> wildcards,
        Map<String, NameMatcher> keyGrants,
        Map<String, PublicKey> signingKeys) {

    static final PolicyIndexes EMPTY = new PolicyIndexes(Map.of(), Map.of(), List.of(), Map.of(), Map.of());

    /** A Model such as {@code openai/*}: what the star matched is put into {@code upstream}. */
    record Wildcard(String prefix, ModelSpec spec, CompiledAccount account, long revision) {
        CompiledModel named(String name) {
            String rest = name.substring(prefix.length());
            String upstream = spec.upstream().replace("*", rest);
            return new CompiledModel(
                    name, prefix + "*", upstream, account, ModelCompiler.price(spec, upstream, account), revision);
        }
    }

    @Nullable
    CompiledModel model(String name) {
        CompiledModel exact = models.get(name);
        if (exact != null) {
            return exact;
        }
        for (Wildcard wildcard : wildcards) {
            if (name.length() > wildcard.prefix.length()
                    && name.startsWith(wildcard.prefix)
                    && Check.isModelName(name)) {
                return wildcard.named(name);
            }
        }
        return null;
    }
}
