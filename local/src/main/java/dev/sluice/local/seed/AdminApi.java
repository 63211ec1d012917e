package dev.sluice.local.seed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.local.process.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** The admin API as a logged-in administrator. */
final class AdminApi {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A status and what came with it, missing if that was not JSON. */
    record Answer(int status, JsonNode body) {
        boolean ok() {
            return status / 100 == 2;
        }

        String problem() {
            return status + " " + body.path("detail").asText(body.path("title").asText());
        }
    }

    private final HttpClient http;
    private final String base;
    private String token = "";

    AdminApi(HttpClient http, String adminUrl) {
        this.http = http;
        this.base = adminUrl + "/api/v1";
    }

    /** False when the password is not the right one (any more). */
    boolean login(String email, String password) throws StartException, InterruptedException {
        var answer = post("/auth/login", Map.of("email", email, "password", password));
        if (answer.status() == 401) {
            return false;
        }
        if (!answer.ok()) {
            throw new StartException("admin-api refused the login of " + email + ": " + answer.problem());
        }
        token = answer.body().path("accessToken").asText();
        return true;
    }

    Answer get(String path) throws StartException, InterruptedException {
        return send(request(path).GET().build());
    }

    Answer put(String path, Object body) throws StartException, InterruptedException {
        return send(request(path).PUT(json(body)).build());
    }

    Answer post(String path, Object body) throws StartException, InterruptedException {
        return send(request(path).POST(json(body)).build());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json");
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static HttpRequest.BodyPublisher json(Object body) {
        return HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString());
    }

    private Answer send(HttpRequest request) throws StartException, InterruptedException {
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), parse(answer.body()));
        } catch (IOException e) {
            throw new StartException(
                    "admin-api does not answer " + request.uri().getPath() + ": " + e, e);
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            var json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
