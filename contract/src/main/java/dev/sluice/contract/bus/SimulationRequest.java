package dev.sluice.contract.bus;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks a gateway what would become of a request. One of {@code key}, {@code user} and {@code serviceAccount} is there: a name,
 * never a secret.
 *
 * @param metadata as the request's header would have it
 * @param address of the client; empty: it does not matter
 * @param maxOutputTokens 0: the request does not say
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SimulationRequest(
        @Nullable String key,
        @Nullable String user,
        @Nullable String serviceAccount,
        String model,
        Map<String, String> metadata,
        String address,
        long inputTokens,
        long maxOutputTokens) {}
