package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.e2e.product.AdminApi;
import dev.sluice.e2e.product.Product;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a change of keys takes to reach every gateway. */
@Tag("e2e")
class RevocationTest {
    private static final int TRIES = Integer.getInteger("e2e.revocations", 5);
    private static final Duration WORST = Duration.ofMillis(Integer.getInteger("e2e.propagation.ms", 3000));

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void newKeysWorkAndRevokedOnesStopOnEveryGatewayWithinASecond() throws Exception {
        Product product = SharedProduct.get();
        AdminApi admin = new AdminApi(product);
        long worstNew = 0;
        long worstRevoked = 0;
        for (int n = 0; n < TRIES; n++) {
            String name = "revoked-" + System.nanoTime();
            AdminApi.Reply created = admin.post(
                    "/api-keys",
                    "{\"metadata\":{\"name\":\"" + name
                            + "\"},\"spec\":{\"owner\":\"serviceAccount:quickstart\",\"models\":[\"*\"]}}");
            assertThat(created.status()).as(created.toString()).isEqualTo(201);
            JsonNode key = created.body().path("key");
            worstNew = Math.max(worstNew, untilAll(product, key.asText(), 200));
            AdminApi.Reply revoked = admin.post("/api-keys/" + name + "/revoke", "{}");
            assertThat(revoked.status() / 100).as(revoked.toString()).isEqualTo(2);
            worstRevoked = Math.max(worstRevoked, untilAll(product, key.asText(), 401));
        }
        System.out.printf("worst of %d: a new key %d ms, a revocation %d ms%n", TRIES, worstNew, worstRevoked);
        assertThat(Duration.ofMillis(worstNew)).isLessThanOrEqualTo(WORST);
        assertThat(Duration.ofMillis(worstRevoked)).isLessThanOrEqualTo(WORST);
    }

    /** Polls every gateway each 20 ms. @return milliseconds until all answered so */
    private long untilAll(Product product, String key, int status) throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (String gateway : product.gatewayUrls()) {
            while (status(gateway, key) != status) {
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
                Thread.sleep(20);
            }
        }
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private int status(String gateway, String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + "/v1/models"))
                .header("authorization", "Bearer " + key)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
