package dev.sluice.gateway.credential;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Calls to token endpoints: small, bounded in time and size, never redirected. Blocks. */
final class TokenHttp {
    static final String FORM = "application/x-www-form-urlencoded";
    private static final Duration CONNECT = Duration.ofSeconds(3);
    /** From the first byte sent to the last one read. */
    private static final Duration TOTAL = Duration.ofSeconds(10);

    private static final int MAX_BYTES = 256 << 10;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();

    TokenReply get(String url, Map<String, String> headers) throws ExchangeException {
        return send(request(url, headers).GET());
    }

    TokenReply put(String url, Map<String, String> headers) throws ExchangeException {
        return send(request(url, headers).PUT(HttpRequest.BodyPublishers.noBody()));
    }

    TokenReply post(String url, Map<String, String> headers, String form) throws ExchangeException {
        return send(request(url, headers).header("content-type", FORM).POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** In the order of the map. */
    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder request(String url, Map<String, String> headers) throws ExchangeException {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(TOTAL).header("accept", "application/json");
            headers.forEach(request::setHeader);
            return request;
        } catch (IllegalArgumentException e) {
            throw new ExchangeException("an address or a header for the exchange is malformed");
        }
    }

    private TokenReply send(HttpRequest.Builder builder) throws ExchangeException {
        HttpRequest request = builder.build();
        String host = request.uri().getHost();
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
        try {
            // The timeout of the request ends with the head of the answer; this one covers its body too.
            HttpResponse<String> got = answer.get(TOTAL.toMillis(), TimeUnit.MILLISECONDS);
            return new TokenReply(host, got.statusCode(), got.body());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ExchangeException(host + " did not answer within " + TOTAL.toSeconds() + " s");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ExchangeException(
                    host + " cannot be reached (" + cause.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExchangeException("the process stops");
        }
    }
}
