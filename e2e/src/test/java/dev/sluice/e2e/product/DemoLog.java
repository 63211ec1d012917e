package dev.sluice.e2e.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** What the demo provider says it did, by request id. */
public final class DemoLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DemoLog() {}

    /** @param providerUrl as {@code SLUICE_DEMO_PROVIDER_URL} */
    public static Map<String, JsonNode> read(String providerUrl) throws IOException, InterruptedException {
        String base = providerUrl.replaceAll("/v1/?$", "");
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(base + "/log")).build(), HttpResponse.BodyHandlers.ofString());
        Map<String, JsonNode> byId = new HashMap<>();
        for (String line : response.body().lines().toList()) {
            JsonNode entry = JSON.readTree(line);
            byId.put(entry.path("requestId").asText(), entry);
        }
        return byId;
    }
}
