package dev.sluice.contract.policy;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.EnumSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One way to be authorised at an account: exactly one kind of it is given.
 *
 * @param secret a key that the provider has issued
 * @param managedIdentity what Azure has assigned to the gateway
 * @param serviceAccount holds the JSON of a Google service account's key
 * @param metadata the service account or role of the gateway's machine, container or pod
 * @param assumeRole ARN of an AWS role
 * @param externalId only beside {@code assumeRole}
 * @param webIdentity the AWS role of the gateway's pod
 * @param weight share of the traffic among the account's credentials; absent is 1, and 0 is none any more
 */
public record CredentialSpec(
        String name,
        @Nullable SecretSource secret,
        @Nullable Entra entra,
        @Nullable Boolean managedIdentity,
        @Nullable SecretSource serviceAccount,
        @Nullable Boolean metadata,
        @Nullable Aws aws,
        @Nullable String assumeRole,
        @Nullable String externalId,
        @Nullable Boolean webIdentity,
        @Nullable Integer weight) {
    private static final Pattern ROLE =
            Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,200}");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[A-Za-z0-9+=,.@:/_-]{2,1224}");

    public CredentialSpec {
        Check.name(name, "name");
        onlyTrue(managedIdentity, CredentialKind.MANAGED_IDENTITY);
        onlyTrue(metadata, CredentialKind.METADATA);
        onlyTrue(webIdentity, CredentialKind.WEB_IDENTITY);
        if (assumeRole != null && !ROLE.matcher(assumeRole).matches()) {
            throw new InvalidField(
                    "assumeRole",
                    "'" + Check.shorten(assumeRole)
                            + "' is not the ARN of a role: write arn:aws:iam::123456789012:role/name");
        }
        if (externalId != null) {
            if (assumeRole == null) {
                throw new InvalidField("externalId", "is only for assumeRole: remove it, or give assumeRole");
            }
            if (!EXTERNAL_ID.matcher(externalId).matches()) {
                throw new InvalidField("externalId", "must be 2 to 1224 of A-Z a-z 0-9 + = , . @ : / _ -");
            }
        }
        if (serviceAccount != null) {
            GoogleKeyFile.check(serviceAccount, "serviceAccount");
        }
        if (weight != null && (weight < 0 || weight > 1_000_000)) {
            throw new InvalidField("weight", weight + " is out of range: use 0 to 1000000");
        }
        EnumSet<CredentialKind> given =
                kinds(secret, entra, managedIdentity, serviceAccount, metadata, aws, assumeRole, webIdentity);
        if (given.isEmpty()) {
            throw new InvalidField(
                    "secret",
                    "is required: give {env: NAME}, {file: PATH} or {value: …}, or another kind of credential, one of "
                            + CredentialKind.fields(EnumSet.complementOf(EnumSet.of(CredentialKind.SECRET))));
        }
        if (given.size() > 1) {
            throw new InvalidField(
                    "", "has " + CredentialKind.fields(given) + ": give one of them, and the others a credential each");
        }
    }

    /** An application of Microsoft Entra ID. */
    public record Entra(String tenant, String clientId, SecretSource clientSecret) {
        private static final Pattern DIRECTORY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,199}");

        public Entra {
            if (!DIRECTORY
                    .matcher(Check.required(tenant, "tenant", "give the directory's id or domain"))
                    .matches()) {
                throw new InvalidField("tenant", "is not a directory: write its id or its domain");
            }
            if (!DIRECTORY
                    .matcher(Check.required(clientId, "clientId", "give the application's id"))
                    .matches()) {
                throw new InvalidField("clientId", "is not an application: write its id");
            }
            Check.required(clientSecret, "clientSecret", "give {env: NAME}, {file: PATH} or {value: …}");
        }
    }

    /**
     * Keys of an AWS user or session.
     *
     * @param accessKeyId a secret like the others, or the id itself
     * @param sessionToken only of keys that expire
     */
    public record Aws(
            @JsonDeserialize(using = TextOrSecret.class) SecretSource accessKeyId,
            SecretSource secretAccessKey,
            @Nullable SecretSource sessionToken) {
        public Aws {
            Check.required(accessKeyId, "accessKeyId", "give the id, or {env: NAME}, {file: PATH} or {value: …}");
            Check.required(secretAccessKey, "secretAccessKey", "give {env: NAME}, {file: PATH} or {value: …}");
        }
    }

    /** A credential of the commonest kind. */
    public static CredentialSpec ofSecret(String name, SecretSource secret, @Nullable Integer weight) {
        return new CredentialSpec(name, secret, null, null, null, null, null, null, null, null, weight);
    }

    public CredentialKind kind() {
        return kinds(secret, entra, managedIdentity, serviceAccount, metadata, aws, assumeRole, webIdentity)
                .iterator()
                .next();
    }

    /** @param inOrder what each kind is given with, in the order of their enumeration */
    private static EnumSet<CredentialKind> kinds(@Nullable Object... inOrder) {
        CredentialKind[] all = CredentialKind.values();
        EnumSet<CredentialKind> given = EnumSet.noneOf(CredentialKind.class);
        for (int i = 0; i < all.length; i++) {
            if (inOrder[i] != null) {
                given.add(all[i]);
            }
        }
        return given;
    }

    private static void onlyTrue(@Nullable Boolean value, CredentialKind kind) {
        if (Boolean.FALSE.equals(value)) {
            throw new InvalidField(kind.field(), "is false: write true, or leave it out");
        }
    }

    /** The credential with each of its secrets replaced; the function is told the field, such as {@code entra.clientSecret}. */
    CredentialSpec withSecrets(BiFunction<String, SecretSource, SecretSource> change) {
        return new CredentialSpec(
                name,
                secret == null ? null : change.apply("secret", secret),
                entra == null
                        ? null
                        : new Entra(
                                entra.tenant(),
                                entra.clientId(),
                                change.apply("entra.clientSecret", entra.clientSecret())),
                managedIdentity,
                serviceAccount == null ? null : change.apply("serviceAccount", serviceAccount),
                metadata,
                aws == null
                        ? null
                        : new Aws(
                                change.apply("aws.accessKeyId", aws.accessKeyId()),
                                change.apply("aws.secretAccessKey", aws.secretAccessKey()),
                                aws.sessionToken() == null
                                        ? null
                                        : change.apply("aws.sessionToken", aws.sessionToken())),
                assumeRole,
                externalId,
                webIdentity,
                weight);
    }

    /** Every secret of it. */
    public Stream<SecretSource> secrets() {
        Stream.Builder<SecretSource> all = Stream.builder();
        withSecrets((_, secret) -> {
            all.add(secret);
            return secret;
        });
        return all.build();
    }
}
