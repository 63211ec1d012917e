package dev.sluice.admin.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.policy.CredentialSpec;
import dev.sluice.contract.policy.SecretSource;
import org.junit.jupiter.api.Test;

class NewSecretTest {
    private static final CredentialSpec.Aws OLD =
            new CredentialSpec.Aws(SecretSource.ofEnv("A"), SecretSource.ofEnv("B"), SecretSource.ofEnv("C"));
    private static final CredentialSpec.Aws NEW =
            new CredentialSpec.Aws(SecretSource.ofEnv("D"), SecretSource.ofEnv("E"), null);

    private static CredentialSpec aws() {
        return new CredentialSpec("k", null, null, null, null, null, OLD, null, null, null, 7);
    }

    @Test
    void keysOfAwsChangeTogether() {
        CredentialSpec rotated = new NewSecret.Keys(NEW).into(aws());

        assertThat(rotated.aws()).isEqualTo(NEW);
        assertThat(rotated.name()).isEqualTo("k");
        assertThat(rotated.weight()).isEqualTo(7);
        assertThatThrownBy(() -> new NewSecret.Single(SecretSource.ofEnv("X")).into(aws()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("aws");
    }

    @Test
    void keysOfAwsHaveNoPlaceElsewhere() {
        CredentialSpec secret = CredentialSpec.ofSecret("s", SecretSource.ofEnv("S"), 0);

        assertThatThrownBy(() -> new NewSecret.Keys(NEW).into(secret)).isInstanceOf(Refusal.class);
        assertThat(new NewSecret.Single(SecretSource.ofEnv("T")).into(secret))
                .isEqualTo(CredentialSpec.ofSecret("s", SecretSource.ofEnv("T"), 0));
    }
}
