package dev.sluice.e2e.product;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Chat calls over plain HTTP, so that a test sees every byte. Thread-safe. */
public final class Chat {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String key;

    public Chat(String key) {
        this.key = key;
    }

    /**
     * What a client has of one call.
     *
     * @param status 0: no answer at all
     * @param deltas content deltas that arrived, of a stream
     * @param complete whether the reply came to its regular end
     */
    public record Seen(String id, int status, boolean stream, boolean cut, int deltas, boolean complete, String text) {
        /** Neither an answer, nor a refusal that is meant. */
        public boolean isFailure() {
            return status == 0 || status >= 500 || (!cut && !complete);
        }
    }

    /** @param cutAfter deltas after which the client goes away; 0: never */
    public Seen send(String gatewayUrl, String model, String prompt, boolean stream, int cutAfter) {
        String body = "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt
                + "\"}],\"stream\":" + stream + "}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(gatewayUrl + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(60))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            String id = response.headers().firstValue("x-request-id").orElse("");
            try (InputStream in = response.body()) {
                return read(id, response.statusCode(), in, stream, cutAfter);
            }
        } catch (IOException e) {
            return new Seen("", 0, stream, cutAfter > 0, 0, false, String.valueOf(e));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The status of a list of models: the cheapest way to see whether a key works. */
    public int models(String gatewayUrl) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gatewayUrl + "/v1/models"))
                .timeout(Duration.ofSeconds(10))
                .header("authorization", "Bearer " + key)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Seen read(String id, int status, InputStream in, boolean stream, int cutAfter) {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                if (cutAfter > 0 && deltas(text) >= cutAfter) {
                    return new Seen(id, status, stream, true, deltas(text), false, text.toString());
                }
            }
        } catch (IOException e) {
            return new Seen(id, status, stream, cutAfter > 0, deltas(text), false, text + "\n" + e);
        }
        boolean complete = (stream && status == 200) ? text.toString().endsWith("data: [DONE]\n\n") : !text.isEmpty();
        return new Seen(id, status, stream, false, deltas(text), complete, text.toString());
    }

    private static int deltas(CharSequence text) {
        int count = 0;
        String all = text.toString();
        for (int at = all.indexOf("\"content\":\""); at >= 0; at = all.indexOf("\"content\":\"", at + 1)) {
            if (at + 11 < all.length() && all.charAt(at + 11) != '"') {
                count++;
            }
        }
        return count;
    }
}
