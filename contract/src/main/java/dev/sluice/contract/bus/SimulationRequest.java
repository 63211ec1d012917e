package dev.sluice.contract.bus;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks a gateway what would become of a request. One of {@code key}, {@code user} and {@code serviceAccount} is there: a name,
 * never a secret.
 *
 * @param metadata as the request's header would have it
 * @param address of the client; empty: it does not matter
 * @param maxOutputTokens 0: the request does not say
 * @param headers that conditions and stickiness look at, whatever their case
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
        long maxOutputTokens,
        boolean stream,
        Map<String, String> headers) {
    public SimulationRequest {
        TreeMap<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (headers != null) { // one of an older version of the control plane has none
            anyCase.putAll(headers);
        }
        headers = Collections.unmodifiableMap(anyCase);
    }
}
