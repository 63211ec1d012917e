package dev.sluice.e2e.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The admin API as the owner uses it. Signs in again when the token has expired. */
public final class AdminApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Product product;
    private @Nullable String token;

    public AdminApi(Product product) {
        this.product = product;
    }

    /** A reply; {@code body} is null JSON when there was none. */
    public record Reply(int status, JsonNode body) {}

    public Reply get(String path) {
        return call("GET", path, null);
    }

    public Reply post(String path, String body) {
        return call("POST", path, body);
    }

    public Reply put(String path, String body) {
        return call("PUT", path, body);
    }

    /** @throws AssertionError when it was refused */
    public JsonNode apply(String manifests) {
        Reply reply = post("/apply?wait=all", manifests);
        if (reply.status() != 200) {
            throw new AssertionError("POST /apply: " + reply);
        }
        return reply.body();
    }

    private Reply call(String method, String path, @Nullable String body) {
        Reply reply = send(method, path, body, signedIn());
        if (reply.status() == 401) {
            token = null;
            reply = send(method, path, body, signedIn());
        }
        return reply;
    }

    private String signedIn() {
        String current = token;
        if (current == null) {
            String credentials = JSON.createObjectNode()
                    .put("email", product.env("SLUICE_ADMIN_EMAIL"))
                    .put("password", product.env("SLUICE_ADMIN_PASSWORD"))
                    .toString();
            Reply reply = send("POST", "/auth/login", credentials, null);
            if (reply.status() != 200) {
                throw new AssertionError("sign-in failed: " + reply);
            }
            current = reply.body().path("accessToken").asText();
            token = current;
        }
        return current;
    }

    private Reply send(String method, String path, @Nullable String body, @Nullable String bearer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(product.env("SLUICE_ADMIN_URL") + "/api/v1" + path))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (bearer != null) {
            request.header("authorization", "Bearer " + bearer);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String text = response.body();
            return new Reply(response.statusCode(), text.isEmpty() ? JSON.nullNode() : JSON.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
