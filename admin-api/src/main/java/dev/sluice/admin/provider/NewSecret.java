package dev.sluice.admin.provider;

import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.policy.CredentialSpec;
import dev.sluice.contract.policy.SecretSource;
import org.jspecify.annotations.Nullable;

/** What takes the place of a credential's secret: one that is the only one of its kind, or keys of AWS, which come together. */
sealed interface NewSecret {
    /** @throws Refusal when the credential is of a kind that has no such secret */
    CredentialSpec into(CredentialSpec credential);

    record Single(SecretSource source) implements NewSecret {
        @Override
        public CredentialSpec into(CredentialSpec credential) {
            return switch (credential.kind()) {
                case SECRET -> with(credential, source, null, null, null);
                case SERVICE_ACCOUNT -> with(credential, null, null, source, null);
                case ENTRA -> with(credential, null, renewed(credential.entra()), null, null);
                case AWS -> throw Refusal.field("aws", "is required: the keys of AWS change together");
                case MANAGED_IDENTITY, METADATA, ASSUME_ROLE, WEB_IDENTITY ->
                    throw Refusal.field(
                            "value",
                            "has no place: " + credential.kind().field() + " holds no secret, and its tokens are"
                                    + " renewed by themselves");
            };
        }

        private CredentialSpec.@Nullable Entra renewed(CredentialSpec.@Nullable Entra entra) {
            return entra == null ? null : new CredentialSpec.Entra(entra.tenant(), entra.clientId(), source);
        }
    }

    record Keys(CredentialSpec.Aws keys) implements NewSecret {
        @Override
        public CredentialSpec into(CredentialSpec credential) {
            if (credential.aws() == null) {
                throw Refusal.field(
                        "aws",
                        "has no place: the credential is of kind "
                                + credential.kind().field() + ", so give value");
            }
            return with(credential, null, null, null, keys);
        }
    }

    private static CredentialSpec with(
            CredentialSpec credential,
            @Nullable SecretSource secret,
            CredentialSpec.@Nullable Entra entra,
            @Nullable SecretSource serviceAccount,
            CredentialSpec.@Nullable Aws aws) {
        return new CredentialSpec(
                credential.name(),
                secret,
                entra,
                null,
                serviceAccount,
                null,
                aws,
                null,
                null,
                null,
                credential.weight());
    }
}
