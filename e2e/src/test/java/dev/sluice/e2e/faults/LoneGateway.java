package dev.sluice.e2e.faults;

import dev.sluice.e2e.product.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One gateway by a policy file, as a process of its own, before two providers: model {@code well} answers after the delay that the
 * prompt's provider has, {@code hung} never. The test closes it.
 */
final class LoneGateway implements AutoCloseable {
    private static final Pattern SERVING = Pattern.compile("serving on 127\\.0\\.0\\.1:(\\d+)");

    private final AtomicInteger hanging = new AtomicInteger();
    private final StandIn well;
    private final StandIn hung;
    private final Process process;
    private final URI uri;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param delay before {@code well} answers */
    LoneGateway(Path directory, List<String> flags, Duration delay) throws IOException {
        well = new StandIn(exchange -> {
            Pause.of(delay);
            StandIn.whole(exchange);
        });
        hung = new StandIn(_ -> {
            hanging.incrementAndGet();
            Pause.of(Duration.ofMinutes(5));
        });
        Map<String, String> settings =
                new HashMap<>(PolicyFile.settings(PolicyFile.write(directory, Map.of("well", well, "hung", hung), "")));
        settings.put("PORT", "0");
        Path output = directory.resolve("output");
        process = GatewayCommand.of(flags, settings, output).start();
        uri = URI.create("http://127.0.0.1:" + port(output) + "/v1/chat/completions");
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
                .header("authorization", "Bearer " + PolicyFile.KEY)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, prompt, tail)))
                .build();
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.destroyForcibly();
        well.close();
        hung.close();
    }
}
