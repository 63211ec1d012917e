package dev.sluice.gateway;

import static dev.sluice.gateway.ReplayingProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images by address, for providers that take bytes alone. */
@DisplayName("Pitfall 34: images by address")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteImagesTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};
    private static final String IN_BASE64 = Base64.getEncoder().encodeToString(PNG);

    private final Vertx vertx = Vertx.vertx();
    private final List<MultiMap> fetched = new CopyOnWriteArrayList<>();
    private ServedProviders served;
    private HttpServer images;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        images = vertx.createHttpServer()
                .requestHandler(this::image)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        served = new ServedProviders(directory)
                .with("bedrock", "", "amazon.nova-pro-v1:0")
                .with("ollama", "", "llava")
                .with("databricks", "/v1", "claude")
                .with("openai-compatible", "/v1", "some-model")
                .withPublic("bedrock", "https://bedrock-runtime.us-east-1.amazonaws.com", "amazon.nova-lite-v1:0")
                .start();
    }

    @AfterAll
    void stop() {
        served.close();
        vertx.close();
    }

    @BeforeEach
    void forget() {
        fetched.clear();
        served.provider().asked().clear();
    }

    private void image(HttpServerRequest request) {
        fetched.add(request.headers());
        String path = Objects.requireNonNull(request.path());
        switch (path) {
            case "/a.png" -> request.response().end(Buffer.buffer(PNG));
            case "/page" ->
                request.response().putHeader("content-type", "image/png").end("<html>secret of the house</html>");
            case "/moved" ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("location", "/a.png")
                        .end();
            case "/large" -> request.response().end(Buffer.buffer(new byte[(5 << 20) + 1]));
            case "/half" -> {
                request.response().putHeader("content-length", "100").write(Buffer.buffer(PNG));
                vertx.setTimer(50, _ -> request.connection().close());
            }
            default -> {
                if (path.startsWith("/big")) {
                    request.response().end(Buffer.buffer(PNG).appendBytes(new byte[(5 << 20) - 100]));
                } else {
                    request.response().setStatusCode(404).end();
                }
            }
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + images.actualPort() + path;
    }

    private HttpResponse<String> ask(String model, String... urls) throws Exception {
        String parts = List.of(urls).stream()
                .map(url -> ",{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}")
                .collect(Collectors.joining());
        return served.post(
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"system\",\"content\":\"Look.\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is it?\"}" + parts
                        + "]}]}");
    }

    @Test
    void areSentAsBytesToBedrock() throws Exception {
        ask("bedrock/m", url("/a.png"), url("/a.png"));

        JsonNode content = served.asked().json().at("/messages/0/content");
        assertThat(content.at("/1/image/source/bytes").asText()).isEqualTo(IN_BASE64);
        assertThat(content.at("/1/image/format").asText()).isEqualTo("png");
        assertThat(content.at("/2/image/source/bytes").asText()).isEqualTo(IN_BASE64);
        assertThat(fetched).hasSize(1);
    }

    @Test
    void areFetchedWithoutAnythingOfTheClientOrTheAccount() throws Exception {
        ask("ollama/m", url("/a.png"));

        assertThat(served.asked().json().at("/messages/1/images/0").asText()).isEqualTo(IN_BASE64);
        assertThat(fetched.getFirst().names())
                .extracting(String::toLowerCase)
                .containsExactlyInAnyOrder("host", "accept", "user-agent", "connection");
    }

    @Test
    void areSentAsDataUrlsToVendorsThatFetchNone() throws Exception {
        ask("databricks/m", url("/a.png"));

        assertThat(served.asked()
                        .json()
                        .at("/messages/1/content/1/image_url/url")
                        .asText())
                .isEqualTo("data:image/png;base64," + IN_BASE64);
    }

    @Test
    void areSentAsDataUrlsForClientsOfAnotherDialectToo() throws Exception {
        served.post(
                "/v1/messages",
                "{\"model\":\"databricks/m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\""
                        + url("/a.png") + "\"}}]}]}");

        assertThat(served.asked()
                        .json()
                        .at("/messages/0/content/0/image_url/url")
                        .asText())
                .isEqualTo("data:image/png;base64," + IN_BASE64);
    }

    @Test
    void areLeftToProvidersThatFetch() throws Exception {
        ask("openai-compatible/m", url("/a.png"));

        assertThat(served.asked()
                        .json()
                        .at("/messages/1/content/1/image_url/url")
                        .asText())
                .isEqualTo(url("/a.png"));
        assertThat(fetched).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/page, is no PNG",
        "/moved, is redirected",
        "/large, is larger than 5 MiB",
        "/none, answered with status 404",
        "/half, broke off"
    })
    void areNamedWhenTheyAreOfNoUse(String path, String problem) throws Exception {
        HttpResponse<String> response = ask("bedrock/m", url("/a.png"), url(path));

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = json(response.body()).path("error");
        assertThat(error.path("param").asText()).isEqualTo("messages[1].content[2].image_url.url");
        assertThat(error.path("message").asText()).contains(problem).doesNotContain("secret", "127.0.0.1");
        assertThat(served.provider().asked()).isEmpty();
        assertThat(served.record(response).errorClass()).isEqualTo("invalid_request");
        assertThat(served.record(response).costNanos()).isZero();
    }

    @Test
    void areBoundedTogether() throws Exception {
        HttpResponse<String> many = ask(
                "bedrock/m",
                IntStream.range(0, 11).mapToObj(i -> url("/a.png?" + i)).toArray(String[]::new));
        HttpResponse<String> large = ask(
                "bedrock/m",
                IntStream.range(0, 5).mapToObj(i -> url("/big" + i)).toArray(String[]::new));

        assertThat(many.statusCode()).isEqualTo(400);
        assertThat(many.body()).contains("one of 11", "messages[1].content[11]");
        assertThat(large.statusCode()).isEqualTo(400);
        assertThat(large.body()).contains("20 MiB together");
        assertThat(served.provider().asked()).isEmpty();
    }

    @Test
    void doNotLeadInside() throws Exception {
        HttpResponse<String> plain = ask("public-bedrock/m", url("/a.png"));
        HttpResponse<String> inside = ask("public-bedrock/m", url("/a.png").replace("http:", "https:"));

        assertThat(plain.statusCode()).isEqualTo(400);
        assertThat(plain.body()).contains("only https");
        assertThat(inside.statusCode()).isEqualTo(400);
        assertThat(inside.body()).contains("not on the public internet").doesNotContain("127.0.0.1");
        assertThat(fetched).isEmpty();
    }

    @Test
    void areNotTakenFromAServerThatNobodyVouchesFor() throws Exception {
        HttpResponse<String> response = ask("bedrock/m", url("/a.png").replace("http:", "https:"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("did not answer");
    }
}
