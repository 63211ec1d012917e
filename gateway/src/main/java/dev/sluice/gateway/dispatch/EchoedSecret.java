package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledAccount;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Providers quote what they were sent in their errors, and some quote the credential: such an error stays here. */
final class EchoedSecret {
    /** What is shorter is no key of a provider, and would be found by chance. */
    private static final int MIN_LENGTH = 8;

    private EchoedSecret() {}

    static boolean in(byte[] body, CompiledAccount.@Nullable Credential credential) {
        String secret = credential == null ? "" : credential.secret();
        if (secret.length() < MIN_LENGTH) {
            return false;
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i + bytes.length <= body.length; i++) {
            if (body[i] == bytes[0] && Arrays.equals(body, i, i + bytes.length, bytes, 0, bytes.length)) {
                return true;
            }
        }
        return false;
    }
}
