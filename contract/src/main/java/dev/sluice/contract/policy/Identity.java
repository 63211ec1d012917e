package dev.sluice.contract.policy;

import org.jspecify.annotations.Nullable;

/**
 * Who an account is at its cloud, to be exchanged for a {@link Grant}. Equal ones share one exchange. Secrets in it are
 * plaintext: it never leaves the process, and its text does not show them.
 */
public sealed interface Identity {
    /** An application of Microsoft Entra ID with a client secret. */
    record Entra(String tenant, String clientId, String clientSecret) implements Identity {
        @Override
        public String toString() {
            return "Entra[" + tenant + ", " + clientId + "]";
        }
    }

    /** What Azure has assigned to the machine, container or pod of the gateway. */
    record AzureManaged() implements Identity {}

    /**
     * The key file of a Google service account.
     *
     * @param allowPrivateNetwork whether the token address that the file names may be plain http or private
     */
    record GoogleKey(String json, boolean allowPrivateNetwork) implements Identity {
        @Override
        public String toString() {
            return "GoogleKey[***]";
        }
    }

    /** The service account that Google has attached to the machine or pod of the gateway. */
    record GoogleMetadata() implements Identity {}

    /**
     * A role of AWS that the gateway's own identity may take on.
     *
     * @param region whose token service is asked
     */
    record AwsRole(String arn, @Nullable String externalId, String region) implements Identity {
        @Override
        public String toString() {
            return "AwsRole[" + arn + "]";
        }
    }

    /**
     * The role that Kubernetes has given to the pod of the gateway, proved by a token file.
     *
     * @param region whose token service is asked
     */
    record AwsWebIdentity(String region) implements Identity {}

    /** The role of the gateway's container or instance. */
    record AwsMetadata() implements Identity {}
}
