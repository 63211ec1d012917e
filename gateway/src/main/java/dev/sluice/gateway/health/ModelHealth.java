package dev.sluice.gateway.health;

import dev.sluice.contract.policy.CompiledAccount.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** A Model with the credentials that it has been asked with, and its budget of retries. Thread-safe. */
final class ModelHealth {
    private final String model;
    private final String account;
    private final DoubleSupplier random;
    private final RetryBudget budget = new RetryBudget();
    /** Replaced as a whole: it is read by every request, and grows once for each credential. */
    private volatile List<TargetCredential> credentials = List.of();

    ModelHealth(String model, String account, DoubleSupplier random) {
        this.model = model;
        this.account = account;
        this.random = random;
    }

    String model() {
        return model;
    }

    String account() {
        return account;
    }

    RetryBudget budget() {
        return budget;
    }

    List<TargetCredential> credentials() {
        return credentials;
    }

    @Nullable
    TargetCredential find(String credential) {
        for (TargetCredential known : credentials) {
            if (known.key().credential().equals(credential)) {
                return known;
            }
        }
        return null;
    }

    TargetCredential of(String credential) {
        TargetCredential known = find(credential);
        return known == null ? add(credential) : known;
    }

    private synchronized TargetCredential add(String credential) {
        TargetCredential known = find(credential);
        if (known == null) {
            known = new TargetCredential(new TargetKey(model, account, credential), random);
            List<TargetCredential> all = new ArrayList<>(credentials);
            all.add(known);
            credentials = List.copyOf(all);
        }
        return known;
    }

    /** Forgets those that the account has no more. */
    synchronized void retain(List<Credential> those) {
        credentials = credentials.stream()
                .filter(known -> known.key().credential().isEmpty()
                        ? those.isEmpty()
                        : those.stream()
                                .anyMatch(c -> c.name().equals(known.key().credential())))
                .toList();
    }
}
