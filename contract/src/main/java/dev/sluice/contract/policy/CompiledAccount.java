package dev.sluice.contract.policy;

import dev.sluice.contract.catalog.Dialect;
import java.util.List;
import java.util.Map;

/**
 * A provider account ready for use. Credentials hold plaintext secrets: this record never leaves the process.
 *
 * @param responses whether the provider serves OpenAI's Responses API beside its dialect
 * @param discountBasisPoints off the list price
 */
public record CompiledAccount(
        String name,
        String provider,
        Dialect dialect,
        boolean responses,
        BaseUrl baseUrl,
        boolean allowPrivateNetwork,
        List<Credential> credentials,
        ProviderAccountSpec.Timeouts timeouts,
        ProviderAccountSpec.OnDisconnect onDisconnect,
        Map<String, String> headers,
        int discountBasisPoints) {

    /** Of a provider that speaks one dialect. */
    public CompiledAccount(
            String name,
            String provider,
            Dialect dialect,
            BaseUrl baseUrl,
            boolean allowPrivateNetwork,
            List<Credential> credentials,
            ProviderAccountSpec.Timeouts timeouts,
            ProviderAccountSpec.OnDisconnect onDisconnect,
            Map<String, String> headers,
            int discountBasisPoints) {
        this(
                name,
                provider,
                dialect,
                false,
                baseUrl,
                allowPrivateNetwork,
                credentials,
                timeouts,
                onDisconnect,
                headers,
                discountBasisPoints);
    }

    /** @param secret plaintext; empty when the provider needs none */
    public record Credential(String name, String secret, int weight) {
        @Override
        public String toString() {
            return "Credential[" + name + "]";
        }
    }
}
