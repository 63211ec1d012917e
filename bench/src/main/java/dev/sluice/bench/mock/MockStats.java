package dev.sluice.bench.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * What the mock has counted since its start.
 *
 * @param closedEarly connections that the other side closed before the answer's end
 * @param open answers under way
 */
public record MockStats(long requests, long closedEarly, long open, long bytesSent) {
    static final String PATH = "/stats";
    private static final ObjectMapper JSON = new ObjectMapper();

    String json() {
        return "{\"requests\":" + requests + ",\"closedEarly\":" + closedEarly + ",\"open\":" + open + ",\"bytesSent\":"
                + bytesSent + "}";
    }

    /** Answers under way. */
    public static long open(int port) throws InterruptedException {
        try {
            return read(port).open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the mock. */
    public static MockStats read(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + PATH))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            JsonNode body = JSON.readTree(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
            return new MockStats(
                    body.path("requests").asLong(),
                    body.path("closedEarly").asLong(),
                    body.path("open").asLong(),
                    body.path("bytesSent").asLong());
        }
    }
}
