package dev.sluice.contract.policy;

import org.jspecify.annotations.Nullable;

/**
 * What requests to AWS are signed with, in plaintext.
 *
 * @param sessionToken only of keys that expire
 */
public record AwsKeys(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken) {
    @Override
    public String toString() {
        return "AwsKeys[***]";
    }
}
