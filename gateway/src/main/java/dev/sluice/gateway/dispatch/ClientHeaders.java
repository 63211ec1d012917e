package dev.sluice.gateway.dispatch;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.CompiledAccount;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which of a client's headers a provider gets: those of its own dialect. Agents send many betas of Anthropic's with every
 * request; other providers of the same models refuse a request for one that they do not have.
 */
final class ClientHeaders {
    /** Betas of Claude that Vertex AI has too. */
    private static final Set<String> BETAS_AT_VERTEX = Set.of(
            "computer-use-2024-10-22",
            "computer-use-2025-01-24",
            "computer-use-2025-11-24",
            "context-1m-2025-08-07",
            "context-management-2025-06-27",
            "interleaved-thinking-2025-05-14",
            "output-128k-2025-02-19",
            "token-efficient-tools-2025-02-19");

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

    private static @Nullable String betas(CompiledAccount account, String value) {
        if (account.dialect() == Dialect.ANTHROPIC) {
            return value;
        }
        if (!account.provider().equals("vertex")) {
            return null;
        }
        String known = Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(BETAS_AT_VERTEX::contains)
                .collect(Collectors.joining(","));
        return known.isEmpty() ? null : known;
    }
}
