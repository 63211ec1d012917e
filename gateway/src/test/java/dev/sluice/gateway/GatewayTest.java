package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Outcome;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.testkit.FakeProvider;
import dev.sluice.testkit.Script;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway alone, over real sockets on both sides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayTest {
    private static final String USAGE = "{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private FakeProvider provider;
    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        provider = FakeProvider.start(vertx);
        gateway = RunningGateway.alone(vertx, directory, Manifest.of(provider.baseUrl()));
    }

    @AfterAll
    void stop() {
        gateway.close();
        provider.close();
        vertx.close();
    }

    private HttpResponse<String> post(String key, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("authorization", "Bearer " + key);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("authorization", "Bearer " + Manifest.KEY)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private UsageRecord recordOf(HttpResponse<?> response) {
        return gateway.record(response.headers().firstValue("x-request-id").orElseThrow());
    }

    private static String chat(String model, String rest) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]" + rest + "}";
    }

    @Test
    void sendsTheBodyOnUnchangedButForTheModel() throws Exception {
        String body =
                "{ \"zeta\" : [1, 2.50, \"\\u00e9é\"],\n \"model\" : \"fake/chat\" , \"messages\":[ ], \"x\":{\"model\":\"y\"} }";

        HttpResponse<String> response = post(Manifest.KEY, body);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new String(provider.lastRequest().body(), StandardCharsets.UTF_8))
                .isEqualTo(body.replace("\"fake/chat\"", "\"up-chat\""));
        assertThat(provider.lastRequest().headers())
                .containsEntry("authorization", "Bearer upstream-secret")
                .containsEntry(
                        "x-request-id",
                        response.headers().firstValue("x-request-id").orElseThrow())
                .doesNotContainKeys("x-api-key", "x-sluice-metadata");
    }

    @Test
    void relaysAReplyByteForByteAndPricesIt() throws Exception {
        String reply =
                "{\"choices\":[ ],\"extra\":\"\\u0041\",\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":7,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":400},\"completion_tokens_details\":{\"reasoning_tokens\":2}}}";
        provider.next(Script.json(200, reply));

        HttpResponse<String> response = post(
                Manifest.KEY,
                chat("fake/chat", ""),
                "x-sluice-metadata",
                "{\"env\":\"dev\",\"job\":\"7\"}",
                "x-request-id",
                "mine");

        assertThat(response.body()).isEqualTo(reply);
        UsageRecord record = recordOf(response);
        assertThat(record.tokens())
                .isEqualTo(Tokens.of(600, 5).withCachedInput(400).withReasoning(2));
        // 600 × 0.50 + 400 × 0.10 + 7 × 1.50 = 350.5 millionths of a dollar
        assertThat(record.costNanos()).isEqualTo(350_500);
        assertThat(response.headers().firstValue("x-sluice-cost-usd")).contains("0.000350500");
        assertThat(response.headers().firstValue("x-sluice-model")).contains("fake/chat");
        assertThat(response.headers().firstValue("x-sluice-provider")).contains("fake");
        assertThat(response.headers().firstValue("x-sluice-attempts")).contains("1");
        assertThat(record.outcome()).isEqualTo(Outcome.OK);
        assertThat(record.clientRequestId()).isEqualTo("mine");
        assertThat(record.metadata()).isEqualTo(Map.of("env", "prod", "job", "7"));
        assertThat(record.team()).isEqualTo("research");
    }

    @Test
    void pitfall12LeavesOutTheUsageEventThatWasNotAskedFor() throws Exception {
        Script script = Script.answer(USAGE, "a", "b", "c");
        provider.next(script);

        HttpResponse<String> response = post(Manifest.KEY, chat("fake/chat", ",\"stream\":true"));

        String usageEvent = script.text()
                        .lines()
                        .filter(l -> l.contains("\"choices\":[]"))
                        .findFirst()
                        .orElseThrow() + "\n\n";
        assertThat(response.body()).isEqualTo(script.text().replace(usageEvent, ""));
        assertThat(new String(provider.lastRequest().body(), StandardCharsets.UTF_8))
                .isEqualTo(chat("up-chat", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        UsageRecord record = recordOf(response);
        assertThat(record.tokens()).isEqualTo(Tokens.of(9, 3));
        assertThat(record.firstTokenMicros()).isPositive();
        assertThat(record.estimated()).isFalse();
    }

    @Test
    void keepsTheUsageEventThatWasAskedFor() throws Exception {
        Script script = Script.answer(USAGE, "a");
        provider.next(script);
        String body = chat("fake/chat", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");

        HttpResponse<String> response = post(Manifest.KEY, body);

        assertThat(response.body()).isEqualTo(script.text());
        assertThat(new String(provider.lastRequest().body(), StandardCharsets.UTF_8))
                .isEqualTo(body.replace("fake/chat", "up-chat"));
    }

    @Test
    void costsTheSameStreamedAndPlain() throws Exception {
        HttpResponse<String> plain = post(Manifest.KEY, chat("fake/chat", ""));
        provider.next(Script.answer(USAGE, "pong"));
        HttpResponse<String> streamed = post(Manifest.KEY, chat("fake/chat", ",\"stream\":true"));

        assertThat(recordOf(streamed).costNanos())
                .isEqualTo(recordOf(plain).costNanos())
                .isEqualTo(9_000L);
    }

    @Test
    void recordsAModelWithoutPriceAsUnpriced() throws Exception {
        HttpResponse<String> response = post(Manifest.KEY, chat("fake/free-text", ""));

        assertThat(recordOf(response).unpriced()).isTrue();
        assertThat(response.headers().firstValue("x-sluice-cost-usd")).isEmpty();
    }

    @Test
    void pitfall39PutsWhatAWildcardMatchedIntoTheUpstreamName() throws Exception {
        HttpResponse<String> response = post(Manifest.KEY, chat("any/vendor/model-1", ""));

        assertThat(response.headers().firstValue("x-sluice-model")).contains("any/vendor/model-1");
        assertThat(new String(provider.lastRequest().body(), StandardCharsets.UTF_8))
                .contains("\"vendor/model-1\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|400|invalid_request|",
                "[]|400|invalid_request|",
                "{\"model\":\"fake/chat\",\"Model\":\"x\",\"messages\":[]}|400|invalid_request|Model",
                "\ufeff{\"model\":\"fake/chat\",\"messages\":[]}|400|invalid_request|",
                "{\"model\":\"any/a\\r\\nx-evil: 1\",\"messages\":[]}|404|model_not_found|model",
                "{\"model\":\"any/é\",\"messages\":[]}|404|model_not_found|model",
                "{\"model\":\"any/../x\",\"messages\":[]}|404|model_not_found|model",
                "{\"messages\":[]}|400|invalid_request|model",
                "{\"model\":7,\"messages\":[]}|400|invalid_request|model",
                "{\"model\":\"fake/chat\"}|400|invalid_request|messages",
                "{\"model\":\"fake/chat\",\"messages\":\"x\"}|400|invalid_request|messages",
                "{\"model\":\"fake/chat\",\"messages\":[],\"stream\":\"yes\"}|400|invalid_request|stream",
                "{\"model\":\"fake/chat\",\"messages\":[],\"stream_options\":3}|400|invalid_request|stream_options",
                "{\"model\":\"fake/chat\",\"model\":\"fake/free-text\",\"messages\":[]}|400|invalid_request|model",
                "{\"model\":\"nobody/knows\",\"messages\":[]}|404|model_not_found|model",
                "{\"model\":\"fake/chat\",\"messages\":[]} x|400|invalid_request|"
            })
    void namesTheFieldOfABadBody(String body, int status, String code, String param) throws Exception {
        HttpResponse<String> response = post(Manifest.KEY, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains("\"code\":\"" + code + "\"");
        assertThat(response.body()).contains(param == null ? "\"param\":null" : "\"param\":\"" + param + "\"");
    }

    @Test
    void refusesABodyThatIsNestedTooDeeply() throws Exception {
        String nested = "[".repeat(10_000) + "]".repeat(10_000);

        HttpResponse<String> response =
                post(Manifest.KEY, "{\"model\":\"fake/chat\",\"messages\":[],\"x\":" + nested + "}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("512");
    }

    @ParameterizedTest
    @CsvSource({"gzip", "GZIP", "deflate", "identity"})
    void readsACompressedBody(String encoding) throws Exception {
        byte[] body =
                chat("fake/chat", ",\"x\":\"" + "long ".repeat(10_000) + "\"").getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> response = postEncoded(encoding, compress(encoding, body));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(new String(provider.lastRequest().body(), StandardCharsets.UTF_8))
                .isEqualTo(new String(body, StandardCharsets.UTF_8).replace("fake/chat", "up-chat"));
    }

    @Test
    void refusesACompressedBodyThatIsNoneOrBecomesTooLarge() throws Exception {
        byte[] body = chat("fake/chat", "").getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(compress("gzip", body), 30);

        assertThat(postEncoded("gzip", body).body()).contains("invalid_request").contains("content-encoding");
        assertThat(postEncoded("gzip", cut).statusCode()).isEqualTo(400);
        assertThat(postEncoded("br", body).body()).contains("'br' is not known");
        assertThat(postEncoded("gzip", compress("gzip", new byte[40 << 20])).statusCode())
                .isEqualTo(413);
        assertThat(post(Manifest.KEY, chat("fake/chat", "")).statusCode()).isEqualTo(200);
    }

    private static byte[] compress(String encoding, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (encoding.toLowerCase(Locale.ROOT)) {
            case "gzip" -> new GZIPOutputStream(bytes);
            case "deflate" -> new DeflaterOutputStream(bytes);
            default -> bytes;
        }) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    private HttpResponse<String> postEncoded(String encoding, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + Manifest.KEY)
                .header("content-encoding", encoding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void refusesInvalidUtf8() throws Exception {
        byte[] body = chat("fake/chat", ",\"x\":\"?\"").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < body.length; i++) {
            body[i] = body[i] == '?' ? (byte) 0xff : body[i];
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();

        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void tellsNobodyWhyAKeyIsRefused() throws Exception {
        HttpResponse<String> missing = post("", chat("fake/chat", ""));
        HttpResponse<String> unknown = post("sl_s_nobody", chat("fake/chat", ""));
        HttpResponse<String> expired = post(Manifest.EXPIRED_KEY, chat("fake/chat", ""));

        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(expired.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(missing.body()).contains("invalid_api_key");
        assertThat(expired.body()).isEqualTo(missing.body());
    }

    @Test
    void refusesWhatTheKeyOrTheRulesDoNotGrant() throws Exception {
        HttpResponse<String> response = post(Manifest.NARROW_KEY, chat("fake/chat", ""));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("model_not_allowed");
        assertThat(recordOf(response).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(post(Manifest.NARROW_KEY, chat("fake/free-text", "")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesAnAddressTheKeyIsNotBoundTo() throws Exception {
        HttpResponse<String> response = post(Manifest.BOUND_KEY, chat("fake/chat", ""));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("address_not_allowed");
    }

    @Test
    void refusesTwoDifferentKeys() throws Exception {
        HttpResponse<String> different = post(Manifest.KEY, chat("fake/chat", ""), "x-api-key", "another");
        HttpResponse<String> same = post(Manifest.KEY, chat("fake/chat", ""), "x-api-key", Manifest.KEY);

        assertThat(different.statusCode()).isEqualTo(400);
        assertThat(different.body()).contains("conflicting_keys");
        assertThat(same.statusCode()).isEqualTo(200);
    }

    @Test
    void refusesABodyOverTheLimitBeforeItIsRead() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + Manifest.KEY)
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[33 << 20]))
                .build();

        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("request_too_large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/models", "/openai/v1/models"})
    void listsTheModelsTheCallerMayUse(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"id\":\"fake/chat\"").contains("\"id\":\"fake/free-text\"");
    }

    @Test
    void showsOneModelRawOrEncoded() throws Exception {
        assertThat(get("/v1/models/fake/chat").body()).contains("\"id\":\"fake/chat\"");
        assertThat(get("/v1/models/fake%2Fchat").body()).contains("\"id\":\"fake/chat\"");
        assertThat(get("/v1/models/none").statusCode()).isEqualTo(404);
    }

    @Test
    void answersUnknownPathsAndMethodsAsErrors() throws Exception {
        HttpResponse<String> path = get("/v1/nothing");
        HttpResponse<String> method = get("/v1/chat/completions");

        assertThat(path.statusCode()).isEqualTo(404);
        assertThat(path.body()).contains("\"code\":\"not_found\"");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("allow")).contains("POST");
    }

    @ParameterizedTest
    @CsvSource({
        "401,502,auth",
        "403,502,permission",
        "404,502,model_not_found",
        "429,429,rate_limited",
        "500,502,server_error",
        "503,503,overloaded"
    })
    void mapsTheProvidersErrors(int upstream, int status, String errorClass) throws Exception {
        provider.next(Script.json(upstream, "{\"error\":{\"message\":\"key sk-canary is bad\",\"code\":\"x\"}}"));

        HttpResponse<String> response = post(Manifest.KEY, chat("fake/chat", ""));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).doesNotContain("sk-canary");
        assertThat(recordOf(response).errorClass()).isEqualTo(errorClass);
        assertThat(recordOf(response).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(recordOf(response).costNanos()).isZero();
    }

    @Test
    void relaysAnErrorThatIsAboutTheRequest() throws Exception {
        String error = "{\"error\":{\"message\":\"too many tokens\",\"code\":\"context_length_exceeded\"}}";
        provider.next(Script.json(400, error));

        HttpResponse<String> response = post(Manifest.KEY, chat("fake/chat", ""));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(error);
        assertThat(recordOf(response).errorClass()).isEqualTo("context_window");
    }

    @Test
    void triesOnceMoreWhenAConnectionThatWasIdleEndsWithoutAnAnswer() throws Exception {
        post(Manifest.KEY, chat("fake/chat", ""));
        post(Manifest.KEY, chat("fake/chat", ""));
        provider.next(Script.reset());

        HttpResponse<String> response = post(Manifest.KEY, chat("fake/chat", ""));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-sluice-attempts")).contains("2");
        assertThat(recordOf(response).attempts()).extracting(a -> a.kind()).containsExactly("primary", "retry");
    }

    @Test
    void pitfall06AnswersAnErrorWhenAStreamFailsBeforeItsFirstContent() throws Exception {
        provider.next(Script.answer(USAGE, "a").cutAt(1, new Script.Step.Cut()));

        HttpResponse<String> response = post(Manifest.KEY, chat("fake/chat", ",\"stream\":true"));

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).contains("stream_interrupted");
    }

    @Test
    void tellsOfABrokenStreamInsideIt() throws Exception {
        provider.next(Script.answer(USAGE, "a", "b").cutAt(3, new Script.Step.Cut()));

        HttpResponse<String> response = post(Manifest.KEY, chat("fake/chat", ",\"stream\":true"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("\"content\":\"b\"")
                .contains("\"code\":\"upstream_error\"")
                .doesNotContain("[DONE]");
        UsageRecord record = recordOf(response);
        assertThat(record.errorClass()).isEqualTo("stream_interrupted");
        assertThat(record.estimated()).isTrue();
        assertThat(record.tokens().output()).isEqualTo(2);
    }

    @Test
    void givesUpOnASilentProvider() throws Exception {
        provider.next(Script.silence());

        HttpResponse<String> response = post(Manifest.KEY, chat("fake/chat", ""));

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(response.body()).contains("upstream_timeout");
        assertThat(recordOf(response).errorClass()).isEqualTo("timeout_first_token");
    }

    @Test
    void givesUpOnAStreamThatStalls() throws Exception {
        provider.next(Script.answer(USAGE, "a", "b").cutAt(2, new Script.Step.Hang()));

        HttpResponse<String> response = post(Manifest.KEY, chat("fake/chat", ",\"stream\":true"));

        assertThat(response.body()).contains("upstream_timeout");
        assertThat(recordOf(response).errorClass()).isEqualTo("timeout_idle");
    }

    @Test
    void pitfall45EndsTheProvidersStreamWhenTheClientGoes() throws Exception {
        String[] words = new String[200];
        java.util.Arrays.fill(words, "word");
        provider.next(Script.answer(USAGE, words).paced(20));
        int abortedBefore = provider.aborted();
        int recordsBefore = gateway.records().size();
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(chat("fake/chat", ",\"stream\":true")))
                .build();

        HttpClient leaving = HttpClient.newHttpClient();
        HttpResponse<InputStream> response = leaving.send(request, HttpResponse.BodyHandlers.ofInputStream());
        byte[] first = response.body().readNBytes(500);
        response.body().close();
        leaving.shutdownNow();

        RunningGateway.await(() -> provider.aborted() > abortedBefore);
        RunningGateway.await(() -> gateway.records().size() > recordsBefore);
        UsageRecord record = recordOf(response);
        assertThat(first).isNotEmpty();
        assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(record.estimated()).isTrue();
        assertThat(record.tokens().output()).isBetween(1L, 200L);
        assertThat(record.tokens().input()).isEqualTo(1);
    }

    @Test
    void passesTheTraceOnWithASpanOfItsOwn() throws Exception {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        post(Manifest.KEY, chat("fake/chat", ""), "traceparent", parent, "tracestate", "a=b");

        assertThat(provider.lastRequest().headers().get("traceparent"))
                .matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01")
                .isNotEqualTo(parent);
        assertThat(provider.lastRequest().headers()).containsEntry("tracestate", "a=b");
    }

    @Test
    void numbersRecordsWithoutGaps() throws Exception {
        post(Manifest.KEY, chat("fake/chat", ""));
        RunningGateway.await(() -> gateway.gateway().load().inFlight() == 0);

        long[] seqs =
                gateway.records().stream().mapToLong(UsageRecord::seq).sorted().toArray();
        assertThat(seqs[seqs.length - 1]).isEqualTo(seqs.length);
        assertThat(java.util.Arrays.stream(seqs).distinct().count()).isEqualTo(seqs.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void refusesOtherEncodings(String charset) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(
                        chat("fake/chat", ""), java.nio.charset.Charset.forName(charset)))
                .build();

        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("UTF-8");
    }

    @Test
    void replacesAModelWhoseFieldIsWrittenWithEscapes() throws Exception {
        post(Manifest.KEY, "{\"mod\\u0065l\":\"fake/chat\",\"messages\":[]}");

        assertThat(new String(provider.lastRequest().body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"mod\\u0065l\":\"up-chat\",\"messages\":[]}");
    }

    @Test
    void sendsNothingTwiceThatAProviderMayHaveWorkedOn(@TempDir Path directory) throws Exception {
        try (FakeProvider fresh = FakeProvider.start(vertx);
                RunningGateway other = RunningGateway.alone(vertx, directory, Manifest.of(fresh.baseUrl()))) {
            fresh.next(Script.reset());
            HttpRequest request = HttpRequest.newBuilder(URI.create(other.url() + "/v1/chat/completions"))
                    .header("authorization", "Bearer " + Manifest.KEY)
                    .POST(HttpRequest.BodyPublishers.ofString(chat("fake/chat", "")))
                    .build();

            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(fresh.requests()).hasSize(1);
            UsageRecord record =
                    other.record(response.headers().firstValue("x-request-id").orElseThrow());
            assertThat(record.estimated()).isTrue();
            assertThat(record.tokens().input()).isEqualTo(1);
        }
    }

    @Test
    void takesAnAbsurdUsageAsNotStated() throws Exception {
        provider.next(Script.json(
                200, "{\"choices\":[],\"usage\":{\"prompt_tokens\":9223372036854775807,\"completion_tokens\":1}}"));

        HttpResponse<String> response = post(Manifest.KEY, chat("fake/chat", ""));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(recordOf(response).estimated()).isTrue();
        RunningGateway.await(() -> gateway.gateway().load().inFlight() == 0);
    }

    @Test
    void endsAStreamThatIsDoneThoughTheProviderKeepsItOpen() throws Exception {
        Script script = Script.answer(USAGE, "a", "b");
        provider.next(script.cutAt(script.steps().size(), new Script.Step.Hang()));

        HttpResponse<String> response = post(Manifest.KEY, chat("fake/chat", ",\"stream\":true"));

        assertThat(response.body()).endsWith("data: [DONE]\n\n");
        assertThat(recordOf(response).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void takesARedirectForAFaultOfTheProvider() throws Exception {
        provider.next(Script.json(302, ""));

        assertThat(post(Manifest.KEY, chat("fake/chat", "")).statusCode()).isEqualTo(502);
    }

    @Test
    void keepsTheProvidersConnectionsForWhateverComesNext() throws Exception {
        post(Manifest.KEY, chat("fake/chat", ""));
        int before = provider.connections();
        for (int n = 0; n < 10; n++) {
            provider.next(Script.answer(USAGE, "a", "b"));
            assertThat(post(Manifest.KEY, chat("fake/chat", ",\"stream\":true")).body())
                    .contains("[DONE]");
            provider.next(Script.json(400, "{\"error\":{\"message\":\"no\"}}"));
            assertThat(post(Manifest.KEY, chat("fake/chat", "")).statusCode()).isEqualTo(400);
            assertThat(post(Manifest.KEY, chat("fake/chat", "")).statusCode()).isEqualTo(200);
        }

        // One per event loop at most, since they are asked one after the other.
        assertThat(provider.connections() - before).isLessThanOrEqualTo(2);
    }
}
