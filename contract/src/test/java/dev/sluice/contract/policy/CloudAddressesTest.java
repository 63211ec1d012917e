package dev.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "'{provider: vertex, project: p, location: europe-west1}', https://europe-west1-aiplatform.googleapis.com",
        "'{provider: vertex, project: p, location: global}', https://aiplatform.googleapis.com",
        "'{provider: vertex, project: p, location: eu}', https://aiplatform.eu.rep.googleapis.com",
        "'{provider: bedrock, region: eu-central-1}', https://bedrock-runtime.eu-central-1.amazonaws.com",
        "'{provider: bedrock, region: cn-north-1}', https://bedrock-runtime.cn-north-1.amazonaws.com.cn",
        "'{provider: openai}', ",
    })
    void knowsWhereACloudIsReached(String spec, String url) {
        PolicyObject account = Manifests.readYaml("kind: ProviderAccount\nmetadata: {name: a}\nspec: " + spec)
                .getFirst();

        assertThat(CloudEndpoint.of((ProviderAccountSpec) account.spec()).orElse(null))
                .isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "'', , gpt-4o, /openai/v1/op",
        "/openai, , gpt-4o, /openai/v1/op",
        "/openai/v1, , gpt-4o, /openai/v1/op",
        "/api/projects/x, , gpt-4o, /api/projects/x/openai/v1/op",
        "'', preview, gpt-4o, /openai/v1/op?api-version=preview",
        "'', 2024-10-21, gpt-4o, /openai/deployments/gpt-4o/op?api-version=2024-10-21",
        "/openai/v1, 2024-10-21, a b/../c?d, /openai/deployments/a%20b%2F..%2Fc%3Fd/op?api-version=2024-10-21"
    })
    void knowsThePathsOfAzure(String base, String apiVersion, String deployment, String path) {
        assertThat(AzurePaths.of(base, apiVersion, deployment, "op")).isEqualTo(path);
    }
}
