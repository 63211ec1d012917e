package dev.sluice.e2e.faults;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.e2e.product.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One gateway by a policy file, as a process of its own, before two providers: model {@code well} answers after the delay that the
 * prompt's provider has, {@code hung} never. The test closes it.
 */
final class LoneGateway implements AutoCloseable {
    private static final String KEY = "a-key-of-thirty-two-characters-or-more";
    private static final Pattern SERVING = Pattern.compile("serving on 127\\.0\\.0\\.1:(\\d+)");
    private static final byte[] ANSWER = """
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":
            {"role":"assistant","content":"Hi"},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger hanging = new AtomicInteger();
    private final HttpServer well;
    private final HttpServer hung;
    private final Process process;
    private final URI uri;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param delay before {@code well} answers */
    LoneGateway(Path directory, List<String> flags, Duration delay) throws IOException {
        well = provider(() -> Pause.of(delay));
        hung = provider(() -> {
            hanging.incrementAndGet();
            Pause.of(Duration.ofMinutes(5));
        });
        Path policy = Files.writeString(
                directory.resolve("policy.yaml"), account("well", well) + account("hung", hung) + """
                kind: ServiceAccount
                metadata: {name: bot}
                spec: {}
                ---
                kind: AccessRule
                metadata: {name: all}
                spec: {subjects: ["*"], models: ["*"]}
                ---
                kind: ApiKey
                metadata: {name: bot}
                spec: {owner: "serviceAccount:bot", models: ["*"], secret: {env: APP_API_KEY}}
                """);
        Path output = directory.resolve("output");
        process = start(flags, policy, output);
        uri = URI.create("http://127.0.0.1:" + port(output) + "/v1/chat/completions");
    }

    private static HttpServer provider(Runnable before) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2_000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            before.run();
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String account(String name, HttpServer provider) {
        return """
                kind: ProviderAccount
                metadata: {name: %1$s}
                spec: {provider: openai-compatible, baseUrl: "http://127.0.0.1:%2$d/v1", allowPrivateNetwork: true,
                       credentials: [{name: k, secret: {env: APP_API_KEY}}]}
                ---
                kind: Model
                metadata: {name: %1$s}
                spec: {account: %1$s, upstream: m, price: {input: "1", output: "1"}}
                ---
                """.formatted(name, provider.getAddress().getPort());
    }

    private static Process start(List<String> flags, Path policy, Path output) throws IOException {
        Path app = Path.of("..", "gateway", "target", "quarkus-app");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.add("@" + app.resolve("gateway.options"));
        command.add("-XX:AOTCache=" + app.resolve("app.aot"));
        command.addAll(flags);
        command.addAll(List.of("-jar", app.resolve("quarkus-run.jar").toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment()
                .putAll(Map.of(
                        "PORT", "0",
                        "SLUICE_HOST", "127.0.0.1",
                        "SLUICE_SECRET_NAMES", "APP_API_KEY",
                        "SLUICE_POLICY_FILE", policy.toString(),
                        "APP_API_KEY", KEY));
        return builder.start();
    }

    private static int port(Path output) {
        Waiting.until(
                Duration.ofSeconds(30),
                "the gateway to serve",
                () -> SERVING.matcher(Files.readString(output)).find());
        try {
            Matcher found = SERVING.matcher(Files.readString(output));
            return found.find() ? Integer.parseInt(found.group(1)) : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Calls that the hung provider has, and keeps. */
    int hanging() {
        return hanging.get();
    }

    CompletableFuture<HttpResponse<String>> send(String model, byte[] prompt) {
        return client.sendAsync(request(model, prompt), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> call(String model, byte[] prompt) throws IOException, InterruptedException {
        return client.send(request(model, prompt), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String model, byte[] prompt) {
        byte[] head = ("{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = "\"}]}".getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofMinutes(2))
                .header("authorization", "Bearer " + KEY)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, prompt, tail)))
                .build();
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.destroyForcibly();
        well.stop(0);
        hung.stop(0);
    }
}
