package dev.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CredentialCompilerTest {
    /** Holds one grant for every identity. */
    private static final class FakeExchange implements IdentityExchange {
        private final List<Identity> kept = new ArrayList<>();
        private Set<Identity> retained = Set.of();
        private @Nullable Grant grant;

        @Override
        public Kept keep(Identity identity) {
            kept.add(identity);
            return new Kept() {
                @Override
                public @Nullable Grant current() {
                    return grant;
                }

                @Override
                public void whenTried(Runnable task) {
                    task.run();
                }
            };
        }

        @Override
        public void retain(Set<Identity> inUse) {
            retained = inUse;
        }
    }

    private final FakeExchange exchange = new FakeExchange();

    private List<CompiledAccount.Credential> compile(String spec) {
        PolicyObject object = Manifests.readYaml("kind: ProviderAccount\nmetadata: {name: acc}\nspec: " + spec)
                .getFirst();
        CredentialCompiler compiler =
                new CredentialCompiler((source, binding) -> source.value() + "@" + binding, exchange);
        List<CompiledAccount.Credential> compiled = compiler.compile("acc", (ProviderAccountSpec) object.spec());
        compiler.finish();
        return compiled;
    }

    @Test
    void usesSecretsAndKeysAsTheyAre() {
        List<CompiledAccount.Credential> compiled = compile("""
                {provider: bedrock, region: us-east-1, credentials: [
                  {name: k, secret: {value: v1}, weight: 0},
                  {name: a, aws: {accessKeyId: v2, secretAccessKey: {value: v3}, sessionToken: {value: v4}}, weight: 7},
                  {name: b, aws: {accessKeyId: v5, secretAccessKey: {value: v6}}}]}""");

        assertThat(compiled)
                .containsExactly(
                        new CompiledAccount.Secret("k", "v1@acc/k", 0),
                        new CompiledAccount.Signing(
                                "a",
                                new AwsKeys(
                                        "v2@acc/a/aws.accessKeyId",
                                        "v3@acc/a/aws.secretAccessKey",
                                        "v4@acc/a/aws.sessionToken"),
                                7),
                        new CompiledAccount.Signing(
                                "b", new AwsKeys("v5@acc/b/aws.accessKeyId", "v6@acc/b/aws.secretAccessKey", null), 1));
        assertThat(compiled).allSatisfy(c -> assertThat(c.current()).isSameAs(c));
        assertThat(compiled.toString()).doesNotContainPattern("v\\d");
        assertThat(exchange.kept).isEmpty();
    }

    @Test
    void hasIdentitiesExchanged() {
        compile(
                "{provider: azure-openai, credentials: [{name: e, entra: {tenant: t, clientId: c, clientSecret: {value: s}}},"
                        + " {name: m, managedIdentity: true}]}");

        assertThat(exchange.kept)
                .containsExactly(
                        new Identity.Entra("t", "c", "s@acc/e/entra.clientSecret"), new Identity.AzureManaged());
        assertThat(exchange.retained).containsExactlyInAnyOrderElementsOf(exchange.kept);
        assertThat(exchange.kept.toString()).doesNotContain("s@acc");
    }

    @Test
    void knowsWhoseMetadataAreMeant() {
        compile("{provider: vertex, project: p, location: us, credentials: [{name: m, metadata: true}]}");
        compile("{provider: bedrock, region: r, credentials: [{name: m, metadata: true}, {name: w, webIdentity: true},"
                + " {name: a, assumeRole: 'arn:aws:iam::123456789012:role/x', externalId: ext}]}");

        assertThat(exchange.kept)
                .containsExactly(
                        new Identity.GoogleMetadata(),
                        new Identity.AwsMetadata(),
                        new Identity.AwsWebIdentity("r"),
                        new Identity.AwsRole("arn:aws:iam::123456789012:role/x", "ext", "r"));
    }

    @Test
    void readsWhatIsInForceAtTheMoment() {
        CompiledAccount.Credential credential = compile(
                        "{provider: azure-openai, credentials: [{name: m, managedIdentity: true, weight: 3}]}")
                .getFirst();

        assertThat(credential.current()).isNull();
        exchange.grant = new Grant.Bearer("token");
        assertThat(credential.current()).isEqualTo(new CompiledAccount.Token("m", "token", 3));
        AwsKeys keys = new AwsKeys("id", "key", "session");
        exchange.grant = new Grant.Keys(keys);
        assertThat(credential.current()).isEqualTo(new CompiledAccount.Signing("m", keys, 3));
    }

    @Test
    void refusesWhatAHeaderCannotCarryButForFiles() {
        assertThatThrownBy(() -> compile("{provider: openai, credentials: [{name: k, secret: {value: 'a b'}}]}"))
                .hasMessageContaining("a header cannot carry");
        assertThat(compile(
                        "{provider: vertex, project: p, location: us, credentials: [{name: s, serviceAccount: {value: "
                                + "'{\"client_email\": \"a\", \"private_key\": \"b c\"}'}}]}"))
                .hasSize(1);
    }
}
