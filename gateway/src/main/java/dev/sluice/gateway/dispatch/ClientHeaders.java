package dev.sluice.gateway.dispatch;

import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.catalog.Provider;
import dev.sluice.contract.policy.CompiledAccount;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which of a client's headers a provider gets: those of its own dialect. Agents send many betas of Anthropic's with every
 * request; other providers of the same models refuse a request for one that they do not have.
 */
final class ClientHeaders {
    private ClientHeaders() {}

    /** @return null: not for this provider */
    static @Nullable String forProvider(CompiledAccount account, String name, String value) {
        return switch (name) {
            case "anthropic-beta" -> betas(account, value);
            case "anthropic-version" -> account.dialect() == Dialect.ANTHROPIC ? value : null;
            case "openai-beta" -> account.dialect() == Dialect.OPENAI ? value : null;
            default -> value;
        };
    }

    /** Those that the catalog's row lists, by the provider's names. */
    private static @Nullable String betas(CompiledAccount account, String value) {
        Map<String, String> taken = Catalog.builtIn()
                .provider(account.provider())
                .map(Provider::betas)
                .orElse(null);
        if (taken == null) {
            return account.dialect() == Dialect.ANTHROPIC ? value : null;
        }
        String known = Arrays.stream(value.split(","))
                .map(beta -> taken.get(beta.strip()))
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(","));
        return known.isEmpty() ? null : known;
    }
}
