package dev.sluice.gateway.warmup;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.gateway.policy.PolicyFile;
import dev.sluice.gateway.policy.SecretSources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Policy of the warm-up: one account at the loopback provider, its models, one key that is made anew for each start. */
final class LoopbackPolicy {
    private LoopbackPolicy() {}

    static String newKey() {
        return KeyFormat.generate(true, new SecureRandom()).key();
    }

    static PolicySnapshot of(int provider, String key) throws IOException {
        PolicyState state = new PolicyState();
        state.apply(PolicyFile.read(
                template().replace("PORT", Integer.toString(provider)).replace("KEY_HASH", KeyFormat.sha256(key)), 1));
        return new PolicyCompiler(
                        new SecretSources(Optional.empty(), Set.of(), Optional.empty(), _ -> Optional.empty()))
                .compile(state);
    }

    private static String template() throws IOException {
        try (InputStream in = Objects.requireNonNull(LoopbackPolicy.class.getResourceAsStream("policy.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
