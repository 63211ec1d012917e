package dev.sluice.gateway;

import static dev.sluice.gateway.ReplayingProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageRecord;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /accounts/{name}/…}: anything a provider offers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountsTest {
    private static final String REPLY =
            "{ \"id\":\"x\",\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ReplayingProvider provider = new ReplayingProvider(vertx);
    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        gateway = RunningGateway.alone(vertx, directory, """
                kind: ProviderAccount
                metadata: {name: oai}
                spec: {provider: openai, baseUrl: "http://127.0.0.1:%1$d/v1", allowPrivateNetwork: true, credentials: [{name: primary, secret: {value: upstream-secret}}]}
                ---
                kind: Model
                metadata: {name: fast}
                spec: {account: oai, upstream: gpt-4.1, modes: [chat], price: {input: "1", output: "2"}}
                ---
                kind: ProviderAccount
                metadata: {name: google}
                spec: {provider: gemini, baseUrl: "http://127.0.0.1:%1$d", allowPrivateNetwork: true, credentials: [{name: primary, secret: {value: upstream-secret}}]}
                ---
                kind: Model
                metadata: {name: google/*}
                spec: {account: google, upstream: "*", modes: [chat], price: {input: "1", output: "2"}}
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
                spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: %2$s}}
                ---
                kind: ApiKey
                metadata: {name: narrow-key}
                spec: {owner: "serviceAccount:bot", models: [fast], secret: {sha256: %3$s}}
                """.formatted(
                        provider.port(), KeyFormat.sha256(Manifest.KEY), KeyFormat.sha256(Manifest.NARROW_KEY)));
    }

    @AfterAll
    void stop() {
        gateway.close();
        vertx.close();
    }

    @BeforeEach
    void forget() {
        provider.asked().clear();
    }

    private HttpResponse<String> send(String method, String path, String key, String type, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("authorization", "Bearer " + key)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("content-type", type);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private UsageRecord record(HttpResponse<String> response) {
        return gateway.record(response.headers().firstValue("x-request-id").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/accounts/oai/chat/completions", "/accounts/oai/v1/chat/completions"})
    void passesACallByteForByteAndMetersIt(String path) throws Exception {
        provider.reply(200, REPLY);
        String ask = "{ \"model\":\"gpt-4.1\", \"messages\":[ ], \"x\":1.50}";

        HttpResponse<String> response = send("POST", path, Manifest.NARROW_KEY, "application/json", ask);

        assertThat(response.body()).isEqualTo(REPLY);
        assertThat(provider.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.uri()).isEqualTo("/v1/chat/completions");
            assertThat(asked.body()).isEqualTo(ask);
            assertThat(asked.headers())
                    .containsEntry("authorization", "Bearer upstream-secret")
                    .containsEntry("content-type", "application/json");
        });
        UsageRecord record = record(response);
        assertThat(record.tokens()).isEqualTo(Tokens.of(7, 2));
        assertThat(record.costNanos()).isEqualTo(7 * 1_000 + 2 * 2_000);
        assertThat(record.endpoint()).isEqualTo("accounts");
        assertThat(record.model()).isEqualTo("fast");
        assertThat(record.estimated()).isFalse();
    }

    @Test
    void passesWhatIsNoCallOfAModel() throws Exception {
        provider.reply(200, "{\"object\":\"list\",\"data\":[]}");

        HttpResponse<String> listed = send("GET", "/accounts/oai/files?limit=2&key=x", Manifest.KEY, "", "");
        HttpResponse<String> uploaded =
                send("POST", "/accounts/oai/files", Manifest.KEY, "multipart/form-data; boundary=b", "--b--");
        HttpResponse<String> deleted = send("DELETE", "/accounts/oai/files/f-1", Manifest.KEY, "", "");

        assertThat(listed.body()).isEqualTo("{\"object\":\"list\",\"data\":[]}");
        assertThat(uploaded.statusCode()).isEqualTo(200);
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(provider.asked())
                .extracting(ReplayingProvider.Asked::uri)
                .containsExactly("/v1/files?limit=2", "/v1/files", "/v1/files/f-1");
        assertThat(provider.asked().get(0).headers()).doesNotContainKey("content-type");
        assertThat(provider.asked().get(1).headers()).containsEntry("content-type", "multipart/form-data; boundary=b");
        assertThat(record(listed).tokens()).isEqualTo(Tokens.NONE);
        assertThat(record(listed).estimated()).isFalse();
    }

    @Test
    void readsTheModelOffThePath() throws Exception {
        String events = ReplayingProvider.fixture("gemini/gemini-text.sse");
        provider.stream(events, true);

        HttpResponse<String> response = send(
                "POST",
                "/accounts/google/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse&key=" + Manifest.KEY,
                Manifest.KEY,
                "application/json",
                "{\"contents\":[]}");

        assertThat(response.body()).isEqualTo(events);
        assertThat(provider.asked().getFirst().uri())
                .isEqualTo("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
        assertThat(record(response).model()).isEqualTo("google/gemini-2.5-flash");
        assertThat(record(response).tokens().output()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/accounts/google/v1beta/models/gemini-2.5-flash:generateContent|{}|403",
                "POST|/accounts/oai/chat/completions|{\"model\":\"gpt-9\"}|404",
                "GET|/accounts/oai/files||403",
                "GET|/accounts/nobody/files||404",
                "GET|/accounts/oai/../google/files||404",
                "GET|/accounts/oai/a//b||404",
                "GET|/accounts/oai/%2e%2e/x||404",
                "GET|/accounts/oai||404"
            })
    void letsNobodyPassWhoMayNot(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> response = send(
                method, path, Manifest.NARROW_KEY, body == null ? "" : "application/json", body == null ? "" : body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response.body()).at("/error/message").asText()).isNotBlank();
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void passesFramesOtherThanEvents() throws Exception {
        String lines = "{\"a\":1}\n{\"b\":2}\n";
        provider.stream("application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8), false);

        HttpResponse<String> response = send("GET", "/accounts/oai/batches/b-1/lines", Manifest.KEY, "", "");

        assertThat(response.body()).isEqualTo(lines);
        assertThat(response.headers().firstValue("content-type")).contains("application/x-ndjson");
    }

    /** The header names a Model that the key may use; the path another. */
    @Test
    void takesAccessFromWhatIsAskedAndNotFromAHeader() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(gateway.url() + "/accounts/google/v1beta/models/gemini-2.5-flash:generateContent"))
                .header("authorization", "Bearer " + Manifest.NARROW_KEY)
                .header("content-type", "application/json")
                .header("x-sluice-model", "fast")
                .POST(HttpRequest.BodyPublishers.ofString("{\"contents\":[]}"))
                .build();

        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void turnsAwayWhoHasNoKey() throws Exception {
        assertThat(send("GET", "/accounts/oai/files", "sl_s_nobody", "", "").statusCode())
                .isEqualTo(401);
    }

    @Test
    void relaysAnErrorOfTheProvider() throws Exception {
        String error = "{\"error\":{\"message\":\"no such file\",\"type\":\"invalid_request_error\"}}";
        provider.reply(400, error);

        HttpResponse<String> response = send("GET", "/accounts/oai/files/none", Manifest.KEY, "", "");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(error);
    }
}
