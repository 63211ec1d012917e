package dev.sluice.gateway;

import static dev.sluice.gateway.ReplayingProvider.fixture;
import static dev.sluice.gateway.ReplayingProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.credential.FakeTokens;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts at clouds: paths, headers and tokens of their own around bodies of known dialects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloudAccountsTest {
    private static final String CHAT =
            "{\"model\": \"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"x\":1.50%s}";
    private static final String COMPLETION = """
            {"id":"c1","object":"chat.completion","model":"gpt-5.4-mini","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"Hello."}}],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}}""";
    private static final String GENERATED = """
            {"candidates":[{"content":{"role":"model","parts":[{"text":"Hello."}]},"finishReason":"STOP","index":0}],
            "usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":1,"totalTokenCount":6},"modelVersion":"g"}""";
    private static final String ANSWER = """
            {"id":"m1","type":"message","role":"assistant","model":"claude","content":[{"type":"text","text":"Hello."}],
            "stop_reason":"end_turn","usage":{"input_tokens":5,"output_tokens":1}}""";
    private static final String POLICY = """
            kind: ProviderAccount
            metadata: {name: azure}
            spec: {provider: azure-openai, baseUrl: "BASE", allowPrivateNetwork: true, credentials: [{name: k, secret: {value: azure-key}}]}
            ---
            kind: Model
            metadata: {name: azure/v1}
            spec: {account: azure, upstream: my-deployment}
            ---
            kind: ProviderAccount
            metadata: {name: classic}
            spec: {provider: azure-openai, apiVersion: 2024-10-21, baseUrl: "BASE", allowPrivateNetwork: true, credentials: [{name: e, entra: {tenant: tenant, clientId: app, clientSecret: {value: entra-secret}}}]}
            ---
            kind: Model
            metadata: {name: azure/classic}
            spec: {account: classic, upstream: my deployment/2}
            ---
            kind: ProviderAccount
            metadata: {name: old}
            spec: {provider: azure-openai, apiVersion: 2024-02-01, baseUrl: "BASE", allowPrivateNetwork: true, credentials: [{name: k, secret: {value: azure-key}}]}
            ---
            kind: Model
            metadata: {name: azure/old}
            spec: {account: old, upstream: d}
            ---
            kind: ProviderAccount
            metadata: {name: vertex}
            spec: {provider: vertex, project: my-project, location: europe-west1, baseUrl: "BASE", allowPrivateNetwork: true, credentials: [{name: m, metadata: true}]}
            ---
            kind: Model
            metadata: {name: vertex/*}
            spec: {account: vertex, upstream: "*"}
            ---
            kind: ProviderAccount
            metadata: {name: keyed}
            spec: {provider: vertex, project: my-project, location: global, baseUrl: "BASE", allowPrivateNetwork: true, credentials: [{name: k, secret: {value: cloud-key}}]}
            ---
            kind: Model
            metadata: {name: keyed/*}
            spec: {account: keyed, upstream: "*"}
            ---
            kind: ProviderAccount
            metadata: {name: broken}
            spec: {provider: azure-openai, baseUrl: "BASE", allowPrivateNetwork: true, timeouts: {connect: 1s}, credentials: [{name: b, managedIdentity: true}]}
            ---
            kind: Model
            metadata: {name: broken/model}
            spec: {account: broken, upstream: d}
            ---
            kind: ProviderAccount
            metadata: {name: drained}
            spec: {provider: azure-openai, baseUrl: "BASE", allowPrivateNetwork: true, credentials: [{name: k, weight: 0, secret: {value: azure-key}}]}
            ---
            kind: Model
            metadata: {name: drained/model}
            spec: {account: drained, upstream: d}
            ---
            kind: ServiceAccount
            metadata: {name: bot}
            spec: {}
            ---
            kind: AccessRule
            metadata: {name: all}
            spec: {subjects: ["serviceAccount:bot"], models: ["*"]}
            ---
            kind: ApiKey
            metadata: {name: bot-key}
            spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: KEYHASH}}
            """;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ReplayingProvider provider = new ReplayingProvider(vertx);
    private final FakeTokens entra = new FakeTokens().then(200, FakeTokens.token("entra-token", 3600), 300);
    private final FakeTokens google = new FakeTokens().then(200, FakeTokens.token("google-token", 3600), 300);
    private final FakeTokens instance = new FakeTokens().then(500, "", 0);
    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        String policy = POLICY.replace("BASE", "http://127.0.0.1:" + provider.port())
                .replace("KEYHASH", KeyFormat.sha256(Manifest.KEY));
        gateway = RunningGateway.with(
                vertx,
                Map.of(
                        "SLUICE_POLICY_FILE",
                        Files.writeString(directory.resolve("policy.yaml"), policy)
                                .toString(),
                        "AZURE_AUTHORITY_HOST",
                        entra.url(),
                        "GCE_METADATA_HOST",
                        google.url(),
                        "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                        instance.url()));
        RunningGateway.await(gateway.gateway()::isReady);
        assertThat(Objects.requireNonNull(gateway.gateway().keeper().current()).disabled())
                .isEmpty();
    }

    @AfterAll
    void stop() {
        gateway.close();
        entra.close();
        google.close();
        instance.close();
        vertx.close();
    }

    @BeforeEach
    void forget() {
        provider.asked().clear();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("x-api-key", Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> chat(String model, String more) throws Exception {
        return post("/v1/chat/completions", CHAT.formatted(model, more));
    }

    private HttpResponse<String> message(String model, String more) throws Exception {
        return post(
                "/v1/messages",
                "{\"max_tokens\":9,\"model\": \"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"x\":1.50%s}"
                        .formatted(model, more));
    }

    private UsageRecord record(HttpResponse<String> response) {
        return gateway.record(response.headers().firstValue("x-request-id").orElseThrow());
    }

    private ReplayingProvider.Asked asked() {
        assertThat(provider.asked()).hasSize(1);
        return provider.asked().getFirst();
    }

    @Test
    void passesOpenAisClientsToAzureByteForByte() throws Exception {
        provider.reply(200, COMPLETION);

        HttpResponse<String> response = chat("azure/v1", "");

        assertThat(response.body()).isEqualTo(COMPLETION);
        assertThat(asked().uri()).isEqualTo("/openai/v1/chat/completions");
        assertThat(asked().body()).isEqualTo(CHAT.formatted("my-deployment", ""));
        assertThat(asked().headers()).containsEntry("api-key", "azure-key").doesNotContainKey("authorization");
        assertThat(record(response).tokens()).isEqualTo(Tokens.of(5, 1));
    }

    @Test
    void asksAzuresDeploymentUnderAVersionWithATokenOfEntra() throws Exception {
        provider.reply(200, COMPLETION);

        HttpResponse<String> response = chat("azure/classic", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(asked().uri())
                .isEqualTo("/openai/deployments/my%20deployment%2F2/chat/completions?api-version=2024-10-21");
        assertThat(asked().headers())
                .containsEntry("authorization", "Bearer entra-token")
                .doesNotContainKey("api-key");
        assertThat(entra.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked.form()).containsEntry("client_secret", "entra-secret"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void relaysAzuresStreamWithItsEmptyFirstChunk(boolean byteByByte) throws Exception {
        String events = fixture("azure/azure-chat-text.sse");
        provider.stream(events, byteByByte);

        HttpResponse<String> response =
                chat("azure/v1", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");

        assertThat(response.body()).isEqualTo(events);
        assertThat(record(response).tokens()).isEqualTo(Tokens.of(5, 1));
        assertThat(record(response).errorClass()).isEmpty();
    }

    @Test
    void pitfall11DoesNotBeginTheAnswerWithAzuresEmptyFirstChunk() throws Exception {
        String events = fixture("azure/azure-chat-text.sse");
        provider.streamInTwo(
                events.substring(0, events.indexOf("data:", 5)),
                "data: {\"error\":{\"code\":\"429\",\"message\":\"Please retry after 6 seconds.\"}}\n\n");

        HttpResponse<String> response = chat("azure/v1", ",\"stream\":true");

        assertThat(response.statusCode())
                .as("nothing was sent, so it can be said with a status")
                .isGreaterThan(400);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("application/json");
    }

    @Test
    void translatesAzuresStreamForOthers() throws Exception {
        provider.stream(fixture("azure/azure-chat-text.sse"), true);

        HttpResponse<String> response = message("azure/v1", ",\"stream\":true");

        assertThat(response.body()).contains("\"text\":\"Hi\"").contains("event: message_stop");
        assertThat(record(response).tokens()).isEqualTo(Tokens.of(5, 1));
        assertThat(asked().json().path("max_completion_tokens").asInt()).isEqualTo(9);
    }

    @Test
    void doesNotAskOldVersionsOfAzureForWhatTheyRefuse() throws Exception {
        provider.stream(fixture("azure/azure-chat-text.sse"), false);

        chat("azure/old", ",\"stream\":true");

        assertThat(asked().uri()).isEqualTo("/openai/deployments/d/chat/completions?api-version=2024-02-01");
        assertThat(asked().body()).isEqualTo(CHAT.formatted("d", ",\"stream\":true"));
    }

    @Test
    void asksGeminiOnVertexWithATokenOfTheMetadataServer() throws Exception {
        provider.reply(200, GENERATED);

        HttpResponse<String> response = chat("vertex/gemini-2.5-flash", "");

        assertThat(asked().uri())
                .isEqualTo("/v1/projects/my-project/locations/europe-west1/publishers/google/models/"
                        + "gemini-2.5-flash:generateContent");
        assertThat(asked().headers())
                .containsEntry("authorization", "Bearer google-token")
                .doesNotContainKey("x-goog-api-key");
        assertThat(asked().json().at("/contents/0/parts/0/text").asText()).isEqualTo("Hi");
        assertThat(json(response.body()).at("/choices/0/message/content").asText())
                .isEqualTo("Hello.");
        assertThat(record(response).tokens()).isEqualTo(Tokens.of(5, 1));
    }

    @Test
    void sendsAnApiKeyToVertexInItsOwnHeader() throws Exception {
        provider.reply(200, GENERATED);

        chat("keyed/gemini-2.5-flash", "");

        assertThat(asked().uri()).contains("/locations/global/");
        assertThat(asked().headers())
                .containsEntry("x-goog-api-key", "cloud-key")
                .doesNotContainKey("authorization");
    }

    @Test
    void streamsFromGeminiOnVertex() throws Exception {
        provider.stream(fixture("gemini/gemini-text.sse"), true);

        HttpResponse<String> response = chat("vertex/publishers/google/models/gemini-2.5-flash", ",\"stream\":true");

        assertThat(asked().uri()).endsWith("/publishers/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
        assertThat(response.body()).contains("data: [DONE]");
        assertThat(record(response).errorClass()).isEmpty();
    }

    @Test
    void passesAnthropicsClientsToClaudeOnVertex() throws Exception {
        provider.reply(200, ANSWER);

        HttpResponse<String> response = message("vertex/claude-sonnet-4-5@20250929", "");

        assertThat(response.body()).isEqualTo(ANSWER);
        assertThat(asked().uri())
                .isEqualTo("/v1/projects/my-project/locations/europe-west1/publishers/anthropic/models/"
                        + "claude-sonnet-4-5%4020250929:rawPredict");
        assertThat(asked().body())
                .isEqualTo("{\"max_tokens\":9,\"anthropic_version\":\"vertex-2023-10-16\",\"messages\":"
                        + "[{\"role\":\"user\",\"content\":\"Hi\"}],\"x\":1.50}");
        assertThat(asked().headers())
                .containsEntry("authorization", "Bearer google-token")
                .doesNotContainKey("x-api-key");
        assertThat(record(response).tokens()).isEqualTo(Tokens.of(5, 1));
    }

    @Test
    void translatesOpenAisClientsForClaudeOnVertex() throws Exception {
        provider.stream(fixture("anthropic/anthropic-text.sse"), true);

        HttpResponse<String> response = chat("vertex/anthropic/claude-sonnet-4-6", ",\"stream\":true");

        JsonNode body = asked().json();
        assertThat(asked().uri()).endsWith("/publishers/anthropic/models/claude-sonnet-4-6:streamRawPredict");
        assertThat(body.path("anthropic_version").asText()).isEqualTo("vertex-2023-10-16");
        assertThat(body.has("model")).isFalse();
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.path("max_tokens").asInt())
                .as("what the catalog says of the model")
                .isGreaterThan(4096);
        assertThat(response.body()).contains("data: [DONE]");
        assertThat(record(response).errorClass()).isEmpty();
    }

    @Test
    void asksAzureForEmbeddingsAndCompletionsInTheirPlaces() throws Exception {
        provider.reply(200, "{\"data\":[{\"index\":0,\"embedding\":[0.5]}],\"usage\":{\"prompt_tokens\":2}}");

        post("/v1/embeddings", "{\"model\":\"azure/classic\",\"input\":\"Hi\"}");
        post("/v1/embeddings", "{\"model\":\"azure/v1\",\"input\":\"Hi\"}");
        post("/v1/completions", "{\"model\":\"azure/v1\",\"prompt\":\"Hi\"}");

        assertThat(provider.asked())
                .extracting(ReplayingProvider.Asked::uri)
                .containsExactly(
                        "/openai/deployments/my%20deployment%2F2/embeddings?api-version=2024-10-21",
                        "/openai/v1/embeddings", "/openai/v1/completions");
        assertThat(provider.asked().getFirst().headers()).containsEntry("authorization", "Bearer entra-token");
        assertThat(provider.asked().getLast().headers()).containsEntry("api-key", "azure-key");
    }

    @Test
    void asksVertexForEmbeddings() throws Exception {
        provider.reply(
                200,
                "{\"predictions\":[{\"embeddings\":{\"values\":[0.5,1],\"statistics\":{\"token_count\":2}}},"
                        + "{\"embeddings\":{\"values\":[0.25,2],\"statistics\":{\"token_count\":3}}}]}");

        HttpResponse<String> response = post(
                "/v1/embeddings",
                "{\"model\":\"vertex/text-embedding-005\",\"input\":[\"Hi\",\"there\"],\"dimensions\":2}");

        assertThat(asked().uri()).endsWith("/publishers/google/models/text-embedding-005:predict");
        assertThat(asked().body())
                .isEqualTo("{\"instances\":[{\"content\":\"Hi\"},{\"content\":\"there\"}],"
                        + "\"parameters\":{\"outputDimensionality\":2}}");
        assertThat(asked().headers()).containsEntry("authorization", "Bearer google-token");
        assertThat(json(response.body()).at("/data/1/embedding").toString()).isEqualTo("[0.25,2.0]");
        assertThat(record(response).tokens()).isEqualTo(Tokens.of(5, 0));
        assertThat(post("/v1/embeddings", "{\"model\":\"vertex/gemini-embedding-001\",\"input\":[\"a\",\"b\"]}")
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"broken/model", "drained/model"})
    void failsClearlyWithoutACredentialThatCanBeUsed(String model) throws Exception {
        long start = System.nanoTime();

        HttpResponse<String> response = chat(model, "");

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(json(response.body()).at("/error/code").asText()).isEqualTo("upstream_error");
        assertThat(record(response).errorClass()).isEqualTo("auth");
        assertThat(provider.asked()).isEmpty();
        assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
    }
}
