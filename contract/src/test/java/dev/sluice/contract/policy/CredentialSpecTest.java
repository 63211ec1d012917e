package dev.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialSpecTest {
    private static final String KEY_FILE = "{\"client_email\":\"a@b\",\"private_key\":\"-----BEGIN\"}";

    private static PolicyObject account(String spec) {
        return Manifests.readYaml("kind: ProviderAccount\nmetadata: {name: a}\nspec: " + spec)
                .getFirst();
    }

    private static ProviderAccountSpec spec(String spec) {
        return (ProviderAccountSpec) account(spec).spec();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "provider: azure-openai, baseUrl: 'https://r.openai.azure.com', apiVersion: 2024-10-21|secret: {env: K}|SECRET",
                "provider: azure-openai, baseUrl: 'https://r.openai.azure.com'|entra: {tenant: t, clientId: c, clientSecret: {env: K}}|ENTRA",
                "provider: azure-openai, baseUrl: 'https://r.openai.azure.com'|managedIdentity: true|MANAGED_IDENTITY",
                "provider: vertex, project: p, location: global|serviceAccount: {file: key.json}|SERVICE_ACCOUNT",
                "provider: vertex, project: p, location: europe-west1|metadata: true|METADATA",
                "provider: vertex, project: p, location: europe-west1|secret: {env: K}|SECRET",
                "provider: bedrock, region: eu-central-1|metadata: true|METADATA",
                "provider: bedrock, region: eu-central-1|aws: {accessKeyId: AKIA, secretAccessKey: {env: K}}|AWS",
                "provider: bedrock, region: eu-central-1|aws: {accessKeyId: {env: A}, secretAccessKey: {env: K}, sessionToken: {env: T}}|AWS",
                "provider: bedrock, region: eu-central-1|assumeRole: 'arn:aws:iam::123456789012:role/a/b', externalId: ext|ASSUME_ROLE",
                "provider: bedrock, region: eu-central-1|webIdentity: true|WEB_IDENTITY",
                "provider: bedrock, region: eu-central-1|secret: {env: K}|SECRET",
            })
    void takesEveryKindAndWritesItBackTheSame(String place, String credential, CredentialKind kind) {
        PolicyObject read = account("{" + place + ", credentials: [{name: p, weight: 0, " + credential + "}]}");

        assertThat(((ProviderAccountSpec) read.spec()).credentials())
                .singleElement()
                .satisfies(c -> assertThat(c.kind()).isEqualTo(kind));
        assertThat(Manifests.read(Manifests.write(read))).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "provider: openai|name: p|spec.credentials[0].secret is required",
                "provider: openai|name: p, managedIdentity: false, secret: {env: K}|spec.credentials[0].managedIdentity is false",
                "provider: azure-openai|name: p, secret: {env: K}, managedIdentity: true|spec.credentials[0] has secret, managedIdentity: give one of them",
                "provider: openai|name: p, managedIdentity: true|spec.credentials[0].managedIdentity is not a credential of provider openai: use secret",
                "provider: vertex, project: p, location: us|name: p, webIdentity: true|spec.credentials[0].webIdentity is not a credential of provider vertex: use secret, serviceAccount, metadata",
                "provider: azure-openai|name: p, entra: {tenant: 'a/../b', clientId: c, clientSecret: {env: K}}|spec.credentials[0].entra.tenant is not a directory",
                "provider: azure-openai|name: p, entra: {tenant: t, clientSecret: {env: K}}|spec.credentials[0].entra.clientId is required",
                "provider: azure-openai|name: p, entra: {tenant: t, clientId: c}|spec.credentials[0].entra.clientSecret is required",
                "provider: azure-openai|name: p, entra: {tenant: t, clientId: c, clientSecret: {env: A, file: b}}|spec.credentials[0].entra.clientSecret must have exactly one",
                "provider: azure-openai, apiVersion: 'x&y'|name: p, secret: {env: K}|spec.apiVersion 'x&y' cannot be used",
                "provider: vertex, location: us|name: p, metadata: true|spec.project is required",
                "provider: vertex, project: p|name: p, metadata: true|spec.location is required",
                "provider: vertex, project: p, location: evil.example.com/|name: p, metadata: true|spec.location 'evil.example.com/' cannot be used",
                "provider: vertex, project: p, location: us|name: p, serviceAccount: {value: not json}|spec.credentials[0].serviceAccount is not the key of a service account",
                "provider: bedrock|name: p, metadata: true|spec.region is required",
                "provider: bedrock, region: 'us.evil'|name: p, metadata: true|spec.region 'us.evil' cannot be used",
                "provider: bedrock, region: us-east-1|name: p, assumeRole: admin|spec.credentials[0].assumeRole 'admin' is not the ARN of a role",
                "provider: bedrock, region: us-east-1|name: p, metadata: true, externalId: x1|spec.credentials[0].externalId is only for assumeRole",
                "provider: bedrock, region: us-east-1|name: p, aws: {accessKeyId: A}|spec.credentials[0].aws.secretAccessKey is required",
                "provider: bedrock, region: us-east-1|name: p, aws: {accessKeyId: A, secretAccessKey: {env: K}, sesionToken: {env: T}}|did you mean 'sessionToken'?",
            })
    void namesTheFieldAtFault(String place, String credential, String expected) {
        ManifestException refused = catchThrowableOfType(
                ManifestException.class, () -> account("{" + place + ", credentials: [{" + credential + "}]}"));

        assertThat(refused).as("accepted").isNotNull();
        assertThat(refused.getMessage()).contains(expected);
    }

    @Test
    void walksEverySecretOfEveryKind() {
        ProviderAccountSpec bedrock = spec("""
                {provider: bedrock, region: us-east-1, credentials: [
                  {name: k, secret: {value: v1}},
                  {name: a, aws: {accessKeyId: v2, secretAccessKey: {value: v3}, sessionToken: {value: v4}}}]}""");
        ProviderAccountSpec azure = spec(
                "{provider: azure-openai, credentials: [{name: e, entra: {tenant: t, clientId: c, clientSecret: {value: v5}}}]}");
        ProviderAccountSpec vertex =
                spec("{provider: vertex, project: p, location: us, credentials: [{name: s, serviceAccount: {value: '"
                        + KEY_FILE + "'}}]}");
        List<String> paths = new ArrayList<>();
        List<String> bindings = new ArrayList<>();

        for (ProviderAccountSpec spec : List.of(bedrock, azure, vertex)) {
            ProviderAccountSpec stored = spec.withSecrets((place, secret) -> {
                paths.add(place.path());
                bindings.add(place.binding("acc"));
                assertThat(spec.secretAt(place)).contains(secret);
                return SecretSource.STORED;
            });
            assertThat(PolicyJson.MAPPER.valueToTree(stored).toString())
                    .contains("\"stored\":true")
                    .doesNotContain("\"value\"");
            assertThat(stored.withCredentials(spec.credentials())).isEqualTo(spec);
        }

        assertThat(paths)
                .containsExactly(
                        "credentials[0].secret",
                        "credentials[1].aws.accessKeyId",
                        "credentials[1].aws.secretAccessKey",
                        "credentials[1].aws.sessionToken",
                        "credentials[0].entra.clientSecret",
                        "credentials[0].serviceAccount");
        assertThat(bindings)
                .containsExactly(
                        "acc/k",
                        "acc/a/aws.accessKeyId",
                        "acc/a/aws.secretAccessKey",
                        "acc/a/aws.sessionToken",
                        "acc/e/entra.clientSecret",
                        "acc/s/serviceAccount");
    }

    @Test
    void showsNoSecretInItsText() {
        ProviderAccountSpec spec = spec("""
                {provider: bedrock, region: us-east-1, credentials: [
                  {name: a, aws: {accessKeyId: canary1, secretAccessKey: {value: canary2}}}]}""");

        assertThat(spec.toString()).doesNotContain("canary");
    }
}
