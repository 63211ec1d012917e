package dev.sluice.e2e.product;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** What the gateways tell Prometheus. */
public final class GatewayMetrics {
    private static final int MANAGEMENT = 1000;

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
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
        return response.body();
    }
}
