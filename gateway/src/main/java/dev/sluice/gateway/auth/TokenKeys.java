package dev.sluice.gateway.auth;

import dev.sluice.contract.policy.KeySource;
import org.jspecify.annotations.Nullable;

/** The keys of issuers, as far as they are in memory. Thread-safe; never waits. */
@FunctionalInterface
public interface TokenKeys {
    TokenKeys NONE = (_, _) -> null;

    /** @return null when it is not known; asking may make the keys be fetched anew, beside the requests */
    @Nullable
    TokenKey key(KeySource source, String kid);
}
