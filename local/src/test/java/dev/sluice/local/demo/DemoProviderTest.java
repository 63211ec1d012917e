package dev.sluice.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoProviderTest {
    private static final String WEATHER =
            "{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\"}}}}}";

    private final HttpClient http = HttpClient.newHttpClient();
    private DemoProvider provider;

    @BeforeEach
    void start() throws IOException {
        provider = DemoProvider.start(0, new DemoProvider.Pace(Duration.ofMillis(5), Duration.ofMillis(300)));
    }

    @AfterEach
    void stop() {
        provider.close();
        http.close();
    }

    @Test
    void answersWithTextAndUsage() throws Exception {
        var answer = json(chat(body("Hello there", "")));

        assertThat(answer.at("/object").asText()).isEqualTo("chat.completion");
        assertThat(answer.at("/choices/0/message/content").asText()).contains("You said: \"Hello there\"");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        // 11 characters
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
        var length = answer.at("/choices/0/message/content").asText().length();
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(Math.ceilDiv(length, 4));
        assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(3 + Math.ceilDiv(length, 4));
    }

    @Test
    void countsTheTextPartsOfAllMessages() throws Exception {
        var messages =
                "[{\"role\":\"system\",\"content\":\"12345\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"1234\"}]}]";
        var answer = json(chat("{\"model\":\"demo-chat\",\"messages\":" + messages + "}"));

        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
    }

    @Test
    void saysAsManyTokensAsItMay() throws Exception {
        for (var tokens : new int[] {1, 7, 200}) {
            var answer = json(chat(body("Hi", ",\"max_completion_tokens\":" + tokens)));

            assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(tokens);
            assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        }
    }

    @Test
    void streamsDeltasOfOneTokenEach() throws Exception {
        var whole = json(chat(body("Hi [fast]", "")));
        var events = events(chat(body("Hi [fast]", ",\"stream\":true")));

        assertThat(events.getLast()).isEqualTo("[DONE]");
        var chunks = chunks(events);
        assertThat(chunks.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(chunks.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        var deltas = chunks.subList(1, chunks.size() - 1).stream()
                .map(chunk -> chunk.at("/choices/0/delta/content").asText())
                .toList();
        assertThat(deltas).allSatisfy(delta -> assertThat(delta.length()).isBetween(1, 4));
        assertThat(String.join("", deltas))
                .isEqualTo(whole.at("/choices/0/message/content").asText());
        assertThat(deltas).hasSize(whole.at("/usage/completion_tokens").asInt());
    }

    @Test
    void streamsUsageOnlyWhenAskedTo() throws Exception {
        var without = chunks(events(chat(body("Hi [fast]", ",\"stream\":true"))));
        var with =
                chunks(events(chat(body("Hi [fast]", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"))));

        assertThat(without).noneMatch(chunk -> chunk.has("usage"));
        assertThat(with.getLast().at("/choices")).isEmpty();
        assertThat(with.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(with.size() - 3);
    }

    @Test
    void callsAToolWithArgumentsInPieces() throws Exception {
        var chunks = chunks(
                events(chat(body("What is the weather? [fast]", ",\"stream\":true,\"tools\":[" + WEATHER + "]"))));

        assertThat(chunks.getFirst()
                        .at("/choices/0/delta/tool_calls/0/function/name")
                        .asText())
                .isEqualTo("get_weather");
        assertThat(chunks.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        var pieces = chunks.subList(1, chunks.size() - 1).stream()
                .map(chunk -> chunk.at("/choices/0/delta/tool_calls/0/function/arguments")
                        .asText())
                .toList();
        assertThat(pieces).hasSizeGreaterThan(3);
        assertThat(String.join("", pieces)).isEqualTo("{\"city\":\"Paris\",\"days\":1}");
    }

    @Test
    void callsAToolWhenRequiredAndNotWhenForbidden() throws Exception {
        var tools = ",\"tools\":[" + WEATHER + "]";
        var required = json(chat(body("Hi", tools + ",\"tool_choice\":\"required\"")));
        var forbidden = json(chat(body("weather", tools + ",\"tool_choice\":\"none\"")));

        assertThat(required.at("/choices/0/message/tool_calls/0/function/arguments")
                        .asText())
                .contains("Paris");
        assertThat(required.at("/usage/completion_tokens").asInt())
                .isEqualTo(Math.ceilDiv("{\"city\":\"Paris\",\"days\":1}".length(), 4));
        assertThat(forbidden.at("/choices/0/message/content").asText()).contains("weather");
    }

    @Test
    void wantsItsKey() throws Exception {
        var request = HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("Authorization", "Bearer other")
                .POST(HttpRequest.BodyPublishers.ofString(body("Hi", "")))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(json(answer).at("/error/code").asText()).isEqualTo("invalid_api_key");
        assertThat(log(0).getFirst().path("status").asInt()).isEqualTo(401);
    }

    @Test
    void failsOnDemand() throws Exception {
        var limited = chat(body("[error 429] please", ""));
        var broken = chat(body("[error 500]", ""));

        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("retry-after")).hasValue("1");
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(json(broken).at("/error/type").asText()).isEqualTo("server_error");
        assertThat(chat("{\"model\":").statusCode()).isEqualTo(400);
        assertThat(chat("{\"model\":\"m\"}").statusCode()).isEqualTo(400);
    }

    @Test
    void logsRequestsAndTheirBodies() throws Exception {
        var body = body("Hi é [fast]", ",\"unheard_of\": 1.50 ");
        chat(body, "x-request-id", "r-1");
        chat(body("Hi", ""), "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var lines = log(0);
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().path("n").asLong()).isEqualTo(1);
        assertThat(lines.getFirst().path("requestId").asText()).isEqualTo("r-1");
        assertThat(lines.getFirst().path("finished").asBoolean()).isTrue();
        assertThat(lines.getFirst().path("headers").toString())
                .contains("authorization")
                .doesNotContain("Bearer");
        assertThat(lines.getLast().path("requestId").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(log(1)).hasSize(1);
        var kept = get("/log/body?n=1");
        assertThat(kept).isEqualTo(body);
        assertThat(lines.getFirst().path("bodySha256").asText()).isEqualTo(sha256(body));
    }

    @Test
    void logsTheDeltasWrittenBeforeAClientLeft() throws Exception {
        var body = body("Hi", ",\"stream\":true,\"max_tokens\":2000");
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), provider.port())) {
            var head =
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: demo\r\nAuthorization: Bearer demo\r\nContent-Length: "
                            + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            var seen = new StringBuilder();
            while (seen.toString().split("\"content\":\"", -1).length < 7) {
                seen.append((char) socket.getInputStream().read());
            }
        }
        var deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (log(0).isEmpty() && System.nanoTime() - deadline < 0) {
            Thread.sleep(20);
        }
        var line = log(0).getFirst();
        assertThat(line.path("finished").asBoolean()).isFalse();
        assertThat(line.path("completionTokens").asInt()).isBetween(4, 200);
    }

    @Test
    void servesManyStreamsAtOnce() throws Exception {
        var streams = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (var i = 0; i < 500; i++) {
            streams.add(http.sendAsync(
                    request(body("Hi", ",\"stream\":true"), "x-request-id", "r" + i),
                    HttpResponse.BodyHandlers.ofString()));
        }
        for (var stream : streams) {
            assertThat(stream.get().body()).endsWith("data: [DONE]\n\n");
        }
        assertThat(log(0)).hasSize(500).allMatch(line -> line.path("finished").asBoolean());
    }

    private HttpResponse<String> chat(String body, String... header) throws Exception {
        return http.send(request(body, header), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String body, String... header) {
        var request = HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("Authorization", "Bearer demo")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return (header.length == 0 ? request : request.headers(header)).build();
    }

    private String get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private List<JsonNode> log(long since) throws Exception {
        var lines = new ArrayList<JsonNode>();
        for (var line : get("/log?since=" + since).lines().toList()) {
            lines.add(Wire.JSON.readTree(line));
        }
        return lines;
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + provider.port() + path);
    }

    private static String body(String text, String more) {
        return "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + more + "}";
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return Wire.JSON.readTree(answer.body());
    }

    private static List<String> events(HttpResponse<String> answer) {
        return answer.body()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.substring(6))
                .toList();
    }

    private static List<JsonNode> chunks(List<String> events) throws IOException {
        var chunks = new ArrayList<JsonNode>();
        for (var event : events.subList(0, events.size() - 1)) {
            chunks.add(Wire.JSON.readTree(event));
        }
        return chunks;
    }

    private static String sha256(String text) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
