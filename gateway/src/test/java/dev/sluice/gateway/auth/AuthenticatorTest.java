package dev.sluice.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One buffer serves all keys: none may leave a trace in the next one's hash. */
class AuthenticatorTest {
    private static final byte[] ADDRESS = {127, 0, 0, 1};
    private static final int MOST = 8192;

    private final Authenticator authenticator = new Authenticator(InstantSource.system(), (_, _) -> null);

    private static PolicySnapshot policy(String... keys) {
        StringBuilder yaml = new StringBuilder("kind: ServiceAccount\nmetadata: {name: bot}\nspec: {}\n");
        for (int i = 0; i < keys.length; i++) {
            yaml.append("---\nkind: ApiKey\nmetadata: {name: key-").append(i);
            yaml.append("}\nspec: {owner: \"serviceAccount:bot\", models: [\"*\"], secret: {sha256: ");
            yaml.append(KeyFormat.sha256(keys[i])).append("}}\n");
        }
        List<Change> changes = new ArrayList<>();
        Manifests.readYaml(yaml.toString()).forEach(object -> changes.add(Change.put(object, 1)));
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        return new PolicyCompiler((_, _) -> "").compile(state);
    }

    @Test
    void knowsKeysWhateverTheyAreMadeOf() {
        String longest = "€".repeat(MOST);
        PolicySnapshot policy = policy("plain", "plainer", "schlüssel", longest);

        for (int round = 0; round < 2; round++) {
            assertThat(name(policy, longest)).isEqualTo("key-3");
            assertThat(name(policy, "plainer")).isEqualTo("key-1");
            assertThat(name(policy, "plain")).isEqualTo("key-0");
            assertThat(name(policy, "schlüssel")).isEqualTo("key-2");
        }
    }

    @Test
    void knowsNobodyByWhatComesAfterAKey() {
        PolicySnapshot policy = policy("plain");
        assertThat(name(policy, "plain")).isEqualTo("key-0");

        for (String other : new String[] {"plai", "plainer", "plain€", "é", "€".repeat(MOST), "x".repeat(MOST + 1)}) {
            assertThatThrownBy(() -> authenticator.authenticate(policy, other, ADDRESS))
                    .isInstanceOfSatisfying(
                            GatewayException.class,
                            e -> assertThat(e.error()).isInstanceOf(GatewayError.Unauthenticated.class));
        }
    }

    private String name(PolicySnapshot policy, String key) {
        return authenticator.authenticate(policy, key, ADDRESS).keyName();
    }
}
