package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves the secrets of accounts and has identities exchanged. One per compilation. */
final class CredentialCompiler {
    private final SecretResolver secrets;
    private final IdentityExchange exchange;
    private final Set<Identity> identities = new HashSet<>();

    CredentialCompiler(SecretResolver secrets, IdentityExchange exchange) {
        this.secrets = secrets;
        this.exchange = exchange;
    }

    List<CompiledAccount.Credential> compile(String account, ProviderAccountSpec spec) {
        Map<SecretPlace, String> plain = new HashMap<>();
        spec.withSecrets((place, secret) -> {
            plain.put(place, secrets.resolve(secret, place.binding(account)));
            return secret;
        });
        List<CompiledAccount.Credential> credentials = new ArrayList<>();
        for (int i = 0; i < spec.credentials().size(); i++) {
            credentials.add(compile(spec, i, plain));
        }
        return List.copyOf(credentials);
    }

    /** What no account has any more is not exchanged any more. */
    void finish() {
        exchange.retain(Set.copyOf(identities));
    }

    private CompiledAccount.Credential compile(ProviderAccountSpec spec, int index, Map<SecretPlace, String> plain) {
        CredentialSpec credential = spec.credentials().get(index);
        String name = credential.name();
        int weight = Objects.requireNonNullElse(credential.weight(), 1);
        Plain text = field -> plain.get(new SecretPlace(index, name, field));
        return switch (credential.kind()) {
            case SECRET -> new CompiledAccount.Secret(name, line(text.at("secret")), weight);
            case AWS ->
                new CompiledAccount.Signing(
                        name,
                        new AwsKeys(
                                line(text.at("aws.accessKeyId")),
                                line(text.at("aws.secretAccessKey")),
                                text.at("aws.sessionToken") == null ? null : line(text.at("aws.sessionToken"))),
                        weight);
            case ENTRA, MANAGED_IDENTITY, SERVICE_ACCOUNT, METADATA, ASSUME_ROLE, WEB_IDENTITY -> {
                Identity identity = identity(spec, credential, text);
                identities.add(identity);
                yield new CompiledAccount.Exchanged(name, identity, exchange.keep(identity), weight);
            }
        };
    }

    /** The plaintext at a field of the credential; null where there is none. */
    private interface Plain {
        @Nullable
        String at(String field);
    }

    private static Identity identity(ProviderAccountSpec spec, CredentialSpec credential, Plain text) {
        String region = Objects.requireNonNullElse(spec.region(), "");
        return switch (credential.kind()) {
            case ENTRA -> {
                CredentialSpec.Entra entra = Objects.requireNonNull(credential.entra());
                yield new Identity.Entra(entra.tenant(), entra.clientId(), line(text.at("entra.clientSecret")));
            }
            case MANAGED_IDENTITY -> new Identity.AzureManaged();
            case SERVICE_ACCOUNT ->
                new Identity.GoogleKey(Objects.requireNonNull(text.at("serviceAccount")), spec.allowPrivateNetwork());
            case METADATA ->
                spec.provider().equals("vertex") ? new Identity.GoogleMetadata() : new Identity.AwsMetadata();
            case ASSUME_ROLE ->
                new Identity.AwsRole(Objects.requireNonNull(credential.assumeRole()), credential.externalId(), region);
            case WEB_IDENTITY -> new Identity.AwsWebIdentity(region);
            case SECRET, AWS -> throw new IllegalArgumentException(credential.kind() + " is used as it is");
        };
    }

    /** Fits into a header, as all secrets do but files. */
    private static String line(@Nullable String secret) {
        String text = Objects.requireNonNull(secret);
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new SecretResolver.UnresolvedSecret("its secret has characters that a header cannot carry");
        }
        return text;
    }
}
