package dev.sluice.contract.catalog;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider Sluice knows.
 *
 * @param baseUrl absent: the account must give one
 * @param dialect what it speaks
 * @param responses whether it serves OpenAI's Responses API beside chat completions
 * @param env well-known environment variables that hold a key for it
 * @param quirks in what its requests differ from OpenAI's; absent: it is not known to differ, or speaks another dialect
 * @param betas values of {@code anthropic-beta} that it takes, and what they are called there; absent: all where it speaks
 *     Anthropic's dialect, none elsewhere
 * @param modelsOf whose models it serves under the same names, with the same abilities and list prices; absent: nobody's
 * @param testModel a small model for a test call; absent: the first Model of the account
 */
public record Provider(
        String name,
        String label,
        @Nullable String baseUrl,
        Dialect dialect,
        boolean responses,
        List<String> env,
        @Nullable Quirks quirks,
        @Nullable Map<String, String> betas,
        @Nullable String modelsOf,
        @Nullable String testModel) {
    public Provider {
        env = env == null ? List.of() : List.copyOf(env);
        betas = betas == null ? null : Map.copyOf(betas);
    }
}
