package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.key.KeyHash;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.CompiledKey;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import io.fabric8.kubernetes.api.model.ConfigMap;
import org.junit.jupiter.api.Test;

/** The example policy is one that a gateway serves from. */
class DeployPolicyTest {
    private static final String EXAMPLE = "docker/policy.example.yaml";

    @Test
    void theExampleCompilesWithoutAnythingDisabled() {
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(
                0,
                1,
                Manifests.readYaml(Repository.read(EXAMPLE)).stream()
                        .map(object -> Change.put(object, 1))
                        .toList()));

        PolicySnapshot policy =
                new PolicyCompiler((source, binding) -> ("secret-of-" + source.env()).repeat(3)).compile(state);

        assertThat(policy.disabled()).isEmpty();
        CompiledKey key = policy.key(KeyHash.ofHex(KeyFormat.sha256("secret-of-APP_API_KEY".repeat(3))));
        assertThat(key).isNotNull();
        assertThat(policy.model("openai/gpt-4o-mini")).isNotNull();
        assertThat(policy.isGranted(policy.owner(key.owner()), key.name(), "openai/gpt-4o-mini"))
                .isTrue();
    }

    @Test
    void theGatewayAloneInKubernetesServesFromTheSameExample() {
        String mounted = Manifest.named(ConfigMap.class, "sluice-gateway-alone")
                .getData()
                .get("policy.yaml");

        assertThat(mounted).isEqualTo(Repository.read(EXAMPLE));
    }
}
