package dev.sluice.admin.usage;

import dev.sluice.contract.usage.Tokens;
import java.util.Map;

/**
 * A request as its row has it; absent names are empty.
 *
 * @param modelAsked as the client named it
 * @param model the Model that answered, or was asked last
 * @param costNanos 0 where nobody knew the price
 * @param records how many requests it stands for
 */
public record PastRequest(
        long timeMillis,
        long latencyMillis,
        String endpoint,
        String modelAsked,
        String model,
        String team,
        String user,
        String serviceAccount,
        String key,
        Tokens tokens,
        long costNanos,
        Map<String, String> metadata,
        long records) {}
