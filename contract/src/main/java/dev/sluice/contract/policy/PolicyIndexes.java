package dev.sluice.contract.policy;

import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything in a snapshot but the keys: small, and rebuilt when one of it changes.
 *
 * @param models by exact name
 * @param wildcards the longest prefix first
 * @param keyGrants what rules grant to {@code key:…} subjects, by the key's name
 * @param issuers by the value of {@code iss}
 */
record PolicyIndexes(
        Map<Subject, Owner> owners,
        Map<String, CompiledModel> models,
        List<WildcardModel> wildcards,
        Map<String, NameMatcher> keyGrants,
        Map<String, PublicKey> signingKeys,
        Map<String, CompiledIssuer> issuers,
        TeamGrants teamGrants,
        Residencies residencies) {

    static final PolicyIndexes EMPTY = new PolicyIndexes(
            Map.of(), Map.of(), List.of(), Map.of(), Map.of(), Map.of(), TeamGrants.NONE, Residencies.NONE);

    @Nullable
    CompiledModel model(String name) {
        CompiledModel exact = models.get(name);
        if (exact != null) {
            return exact;
        }
        for (int i = 0; i < wildcards.size(); i++) {
            CompiledModel model = wildcards.get(i).model(name);
            if (model != null) {
                return model;
            }
        }
        return null;
    }

    /** Of an account's Models the one for what its provider calls so. Names usually say it; if not, all are looked at. */
    @Nullable
    CompiledModel modelOf(String account, String upstream) {
        CompiledModel named = model(account + "/" + upstream);
        if (named != null && isOf(named, account, upstream)) {
            return named;
        }
        for (CompiledModel model : models.values()) {
            if (isOf(model, account, upstream)) {
                return model;
            }
        }
        for (WildcardModel wildcard : wildcards) {
            CompiledModel model = wildcard.ofUpstream(upstream);
            if (model != null && isOf(model, account, upstream)) {
                return model;
            }
        }
        return null;
    }

    private static boolean isOf(CompiledModel model, String account, String upstream) {
        return model.account().name().equals(account) && model.upstream().equals(upstream);
    }

    @Nullable
    CompiledAccount account(String name) {
        return accounts()
                .filter(account -> account.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Of each Model its account. */
    Stream<CompiledAccount> accounts() {
        return Stream.concat(
                models.values().stream().map(CompiledModel::account),
                wildcards.stream().map(WildcardModel::account));
    }
}
