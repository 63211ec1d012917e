package dev.sluice.contract.policy;

import dev.sluice.contract.catalog.Dialect;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider account ready for use. Credentials hold plaintext secrets: this record never leaves the process.
 *
 * @param responses whether the provider serves OpenAI's Responses API beside its dialect
 * @param headers sent with every request; the vendor's own for organization and project included
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
        int discountBasisPoints,
        Cloud cloud) {

    /** For accounts that are used without one. */
    public static final Credential NO_CREDENTIAL = new Secret("", "", 1);

    /** Of a provider that speaks one dialect and needs no {@link Cloud}. */
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
                discountBasisPoints,
                Cloud.NONE);
    }

    /** Where the account is in its cloud; each is absent where the provider has no such thing. */
    public record Cloud(
            @Nullable String region,
            @Nullable String location,
            @Nullable String project,
            @Nullable String apiVersion) {
        public static final Cloud NONE = new Cloud(null, null, null, null);
    }

    public @Nullable String region() {
        return cloud.region();
    }

    /** What a request is authorised with. Text of it never shows a secret. */
    public sealed interface Credential {
        String name();

        /** Share of the traffic among the account's credentials; 0: none any more. */
        int weight();

        /** What is in force of it at the moment; null while there is nothing. Reads memory only. */
        default @Nullable Credential current() {
            return this;
        }

        /** What is sent in a header: key or token; empty where requests are signed, or need neither. */
        default String secret() {
            return "";
        }
    }

    /** @param secret a key that the provider has issued, in plaintext; empty when it needs none */
    public record Secret(String name, String secret, int weight) implements Credential {
        @Override
        public String toString() {
            return "Secret[" + name + "]";
        }
    }

    /** A token of short life. */
    public record Token(String name, String secret, int weight) implements Credential {
        @Override
        public String toString() {
            return "Token[" + name + "]";
        }
    }

    /** Keys that requests are signed with, in force now. */
    public record Signing(String name, AwsKeys keys, int weight) implements Credential {}

    /** Must be exchanged: what is sent is {@link #current}, never this itself. */
    public record Exchanged(String name, Identity identity, IdentityExchange.Kept kept, int weight)
            implements Credential {
        @Override
        public @Nullable Credential current() {
            return switch (kept.current()) {
                case null -> null;
                case Grant.Bearer bearer -> new Token(name, bearer.token(), weight);
                case Grant.Keys keys -> new Signing(name, keys.keys(), weight);
            };
        }
    }
}
