package dev.sluice.admin.provider;

import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.catalog.Provider;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.InvalidField;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One small completion at a provider. The host is resolved here and the connection goes to that very address, so that a name
 * cannot point elsewhere between the check and the call; redirects are not followed.
 */
@Singleton
public final class LiveCall {
    private static final int PATIENCE_MS = 10_000;
    private static final int LONGEST_MESSAGE = 1_000;

    private final HttpClient client;

    LiveCall(Vertx vertx) {
        client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(5_000)
                .setKeepAlive(false)
                .setMaxHeaderSize(32 * 1024)
                .setDecompressionSupported(true));
    }

    /**
     * @param secret plaintext; empty when the provider needs none
     * @param apiVersion of Azure OpenAI alone
     */
    record Question(
            Provider provider,
            BaseUrl url,
            boolean allowPrivateNetwork,
            Map<String, String> headers,
            String secret,
            String model,
            @Nullable String apiVersion) {
        @Override
        public String toString() {
            return "Question[" + url + ", " + model + "]";
        }
    }

    /** @param status of the provider; absent when it did not answer */
    record Answer(boolean ok, @Nullable Integer status, long latencyMs, String message) {}

    Answer ask(Question question) {
        long start = System.nanoTime();
        try {
            Reply reply =
                    call(question).toCompletionStage().toCompletableFuture().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            boolean ok = reply.status >= 200 && reply.status < 300;
            String message = ok ? "" : scrubbed(message(reply), question.secret());
            return new Answer(ok, reply.status, millisSince(start), message);
        } catch (TimeoutException e) {
            return new Answer(false, null, millisSince(start), "no answer within " + PATIENCE_MS / 1000 + " s");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Answer(
                    false,
                    null,
                    millisSince(start),
                    scrubbed(cause.getClass().getSimpleName() + ": " + cause.getMessage(), question.secret()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("the process is stopping");
        } catch (InvalidField e) {
            return new Answer(false, null, millisSince(start), e.field() + " " + e.getMessage());
        }
    }

    private record Reply(int status, Buffer body) {}

    private Future<Reply> call(Question question) {
        BaseUrl url = question.url();
        SmallestChat chat = SmallestChat.of(question);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(url.port(), address(question)))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(chat.uri())
                .setTimeout(PATIENCE_MS)
                .setFollowRedirects(false);
        question.headers().forEach(options::putHeader);
        options.putHeader("content-type", "application/json").putHeader("accept", "application/json");
        chat.headers().forEach(options::putHeader);
        return client.request(options)
                .compose(request -> request.send(chat.body().encode()))
                .compose(response -> bounded(response).map(text -> new Reply(response.statusCode(), text)));
    }

    /** The head of the body is enough for an error message; a body without an end is not waited for. */
    private static Future<Buffer> bounded(HttpClientResponse response) {
        io.vertx.core.Promise<Buffer> done = io.vertx.core.Promise.promise();
        Buffer held = Buffer.buffer();
        response.exceptionHandler(done::tryFail);
        response.endHandler(_ -> done.tryComplete(held));
        response.handler(part -> {
            held.appendBuffer(part);
            if (held.length() > 64 * 1024) {
                done.tryComplete(held);
                response.request().reset();
            }
        });
        return done.future();
    }

    private static String address(Question question) {
        String host = question.url().host().replaceAll("^\\[|]$", "");
        try {
            List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
            if (!question.allowPrivateNetwork() && addresses.stream().anyMatch(BaseUrl::isPrivate)) {
                throw new InvalidField(
                        "baseUrl", "resolves to a private address: set allowPrivateNetwork to true if this is meant");
            }
            return addresses.getFirst().getHostAddress();
        } catch (UnknownHostException e) {
            throw new InvalidField("baseUrl", "names the host " + host + ", which cannot be resolved");
        }
    }

    /** The provider's own words, where they are in a usual place. */
    private static String message(Reply reply) {
        String text = reply.body.toString();
        try {
            JsonObject json = new JsonObject(text);
            Object error = json.getValue("error");
            if (error instanceof JsonObject object && object.getString("message") != null) {
                return object.getString("message");
            }
            if (error instanceof String said) {
                return said;
            }
            if (json.getValue("message") instanceof String said) {
                return said;
            }
        } catch (RuntimeException e) {
            return "HTTP " + reply.status + ": " + text;
        }
        return "HTTP " + reply.status + ": " + text;
    }

    /** Providers repeat parts of a wrong key: what looks like one is not shown. */
    private static String scrubbed(String message, String secret) {
        String text = secret.isEmpty() ? message : message.replace(secret, "***");
        if (secret.length() >= 8) {
            text = text.replace(secret.substring(0, secret.length() / 2), "***");
        }
        text = text.replaceAll("\\b(sk|pk|gsk|xai|sl|key)[-_][A-Za-z0-9*_-]{6,}", "***");
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
