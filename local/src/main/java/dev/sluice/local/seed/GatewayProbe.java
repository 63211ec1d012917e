package dev.sluice.local.seed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Waits until a gateway knows the key: the moment from which the printed command works. */
public final class GatewayProbe {
    private final HttpClient http;
    private final Duration limit;

    public GatewayProbe(HttpClient http, Duration limit) {
        this.http = http;
        this.limit = limit;
    }

    /** False when the gateway still refuses the key at the end of the limit. */
    public boolean accepts(int port, String key) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/models"))
                .header("Authorization", "Bearer " + key)
                .timeout(Duration.ofSeconds(2))
                .build();
        var deadline = System.nanoTime() + limit.toNanos();
        while (!answers(request)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(100);
        }
        return true;
    }

    private boolean answers(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // Not there yet, or restarting.
            return false;
        }
    }
}
