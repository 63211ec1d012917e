package dev.sluice.gateway.provider.bedrock;

import org.jspecify.annotations.Nullable;

/**
 * With which requests to AWS are signed.
 *
 * @param sessionToken of keys that expire; null for those of a user
 */
public record AwsKeys(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken) {
    /** Without the secrets. */
    @Override
    public String toString() {
        return "AwsKeys[" + accessKeyId + "]";
    }
}
