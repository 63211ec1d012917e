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
        List<WildcardModel> wildcards,
        Map<String, NameMatcher> keyGrants,
        Map<String, PublicKey> signingKeys) {

    static final PolicyIndexes EMPTY = new PolicyIndexes(Map.of(), Map.of(), List.of(), Map.of(), Map.of());

    @Nullable
    CompiledModel model(String name) {
        CompiledModel exact = models.get(name);
        if (exact != null) {
            return exact;
        }
        for (WildcardModel wildcard : wildcards) {
            CompiledModel model = wildcard.model(name);
            if (model != null) {
                return model;
            }
        }
        return null;
    }
}
