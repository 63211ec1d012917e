package dev.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsTest {
    private static ManifestException refused(String yaml) {
        ManifestException refused = catchThrowableOfType(ManifestException.class, () -> Manifests.readYaml(yaml));
        assertThat(refused).as("accepted: " + yaml).isNotNull();
        return refused;
    }

    @Test
    void readsSeveralDocumentsAndWritesThemBackTheSame() {
        List<PolicyObject> objects = Manifests.readYaml("""
                kind: ProviderAccount
                metadata: {name: openai-main, labels: {env: prod}}
                spec:
                  provider: openai
                  credentials: [{name: primary, secret: {env: OPENAI_API_KEY}, weight: 1}]
                  timeouts: {connect: 250ms, firstToken: 1m}
                  discount: "10%"
                ---
                kind: Model
                metadata: {name: openai-main/gpt-4o}
                spec: {account: openai-main, upstream: gpt-4o, modes: [chat], price: {input: "2.50", output: "10"}}
                """);

        assertThat(objects).extracting(PolicyObject::name).containsExactly("openai-main", "openai-main/gpt-4o");
        for (PolicyObject object : objects) {
            assertThat(Manifests.read(Manifests.write(object))).isEqualTo(object);
        }
    }

    @Test
    void namesAnUnknownFieldAndTheNearestKnownOne() {
        ManifestException refused =
                refused("kind: ApiKey\nmetadata: {name: k}\nspec: {owner: 'user:ada', modles: ['*']}");

        assertThat(refused.code()).isEqualTo(ManifestException.Code.UNKNOWN_FIELD);
        assertThat(refused.getMessage()).contains("spec.modles").contains("did you mean 'models'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kind: Modle\\nmetadata: {name: a}\\nspec: {}|kind 'Modle' is unknown",
                "kind: SigningKey\\nmetadata: {name: a}\\nspec: {}|kind 'SigningKey' is unknown",
                "kind: Team\\nmetadata: {name: '-a'}\\nspec: {}|metadata.name",
                "kind: Team\\nmetadata: {name: a}|spec is required",
                "kind: Team\\nmetadata: {name: a}\\nspec: {members: [ada]}|spec.members[0]",
                "kind: Team\\nmetadata: {name: a}\\nspec: {members: ada}|spec.members must be a list",
                "kind: User\\nmetadata: {name: a}\\nspec: {disabled: maybe}|spec.disabled must be true or false",
                "kind: User\\nmetadata: {name: a}\\nspec: {roles: [king]}|'king' is not a role",
                "kind: Model\\nmetadata: {name: a//b}\\nspec: {account: x, upstream: y}|metadata.name",
                "kind: Model\\nmetadata: {name: a/../b}\\nspec: {account: x, upstream: y}|metadata.name",
                "kind: Model\\nmetadata: {name: a}\\nspec: {account: x, upstream: '*'}|spec.upstream",
                "kind: Model\\nmetadata: {name: a}\\nspec: {account: x, upstream: y, price: {input: 0.15}}|spec.price.input must be a string",
                "kind: Model\\nmetadata: {name: a}\\nspec: {account: x, upstream: y, price: {input: '0.1234567'}}|spec.price.input",
                "kind: ApiKey\\nmetadata: {name: a}\\nspec: {owner: 'team:x'}|spec.owner",
                "kind: ApiKey\\nmetadata: {name: a}\\nspec: {owner: 'user:x', expiresAt: tomorrow}|spec.expiresAt",
                "kind: ApiKey\\nmetadata: {name: a}\\nspec: {owner: 'user:x', allowedCidrs: ['10.0.0.0/99']}|spec.allowedCidrs[0]",
                "kind: AccessRule\\nmetadata: {name: a}\\nspec: {subjects: []}|spec.subjects",
                "kind: ProviderAccount\\nmetadata: {name: a}\\nspec: {provider: openai, baseUrl: 'http://10.0.0.1'}|allowPrivateNetwork",
                "kind: ProviderAccount\\nmetadata: {name: a}\\nspec: {provider: openai, timeouts: {idle: soon}}|spec.timeouts.idle",
                "kind: ProviderAccount\\nmetadata: {name: a}\\nspec: {provider: openai, credentials: [{name: p, secret: {env: A, file: b}}]}|spec.credentials[0].secret",
                "kind: Team\\nmetadata: {name: a, name: b}\\nspec: {}|name"
            })
    void namesTheFieldAtFault(String yaml, String expected) {
        assertThat(refused(yaml.replace("\\n", "\n")).getMessage()).contains(expected);
    }

    @Test
    void acceptsWhatIsReadBackWithItsStamps() {
        PolicyObject object = Manifests.readYaml(
                        "kind: Team\nmetadata: {name: a, revision: 7, createdAt: '2026-01-01T00:00:00Z'}\nspec: {}")
                .getFirst();

        assertThat(object.metadata().revision()).isEqualTo(7);
    }

    @Test
    void showsNoSecretInItsText() {
        SecretSource secret = new SecretSource(null, null, "sk-canary", null, null);

        assertThat(secret.toString()).doesNotContain("canary");
    }
}
