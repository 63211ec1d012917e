package dev.sluice.e2e.product;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** What the gateways tell Prometheus. */
public final class GatewayMetrics {
    private static final int MANAGEMENT = 1000;
    /** As Prometheus asks; an upgrade to HTTP/2 in the clear has once been left without an answer. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private GatewayMetrics() {}

    /** Of a metric, the sum over its labels and over the gateways. */
    public static double sum(List<String> gatewayUrls, String metric) throws IOException, InterruptedException {
        double sum = 0;
        for (String url : gatewayUrls) {
            for (String line : scrape(URI.create(url)).lines().toList()) {
                if (line.startsWith(metric + "{") || line.startsWith(metric + " ")) {
                    sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                }
            }
        }
        return sum;
    }

    private static String scrape(URI gateway) throws IOException, InterruptedException {
        URI metrics = URI.create("http://" + gateway.getHost() + ":" + (gateway.getPort() + MANAGEMENT) + "/q/metrics");
        HttpRequest request =
                HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(10)).build();
        HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        return response.body();
    }
}
