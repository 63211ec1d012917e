package dev.sluice.admin.outbound;

import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.InvalidField;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Calls addresses that people have written. The host is resolved here and the connection goes to that very address, so that a
 * name cannot point elsewhere between the check and the call; redirects are not followed. Thread-safe.
 */
@Singleton
public final class GuardedClient {
    public static final int PATIENCE_MS = 10_000;
    private static final int MOST_BYTES = 64 * 1024;

    private final HttpClient client;
    /** Calls are made on one event loop, whoever asks for them: elsewhere a short answer may end before it is listened to. */
    private final Context loop;

    GuardedClient(Vertx vertx) {
        loop = vertx.getOrCreateContext();
        client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(5_000)
                .setKeepAlive(false)
                .setMaxHeaderSize(32 * 1024)
                .setDecompressionSupported(true));
    }

    /**
     * @param field that the address was written in, for refusals
     * @param uri path and query
     */
    public record Target(String field, BaseUrl url, String uri, boolean allowPrivateNetwork) {
        /** The path may be a secret. */
        @Override
        public String toString() {
            return url.authority();
        }
    }

    /** @param body its first 64 KiB or a little more */
    public record Reply(int status, Buffer body) {
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * Resolves the host while the caller waits; the rest comes with the future, within {@link #PATIENCE_MS} of silence.
     *
     * @throws InvalidField when the host cannot be resolved, or only to a private address that is not allowed
     */
    public Future<Reply> post(Target target, MultiMap headers, Buffer body) {
        BaseUrl url = target.url();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(url.port(), address(target)))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(target.uri())
                .setTimeout(PATIENCE_MS)
                .setFollowRedirects(false)
                .setHeaders(headers);
        Promise<Reply> done = Promise.promise();
        loop.runOnContext(_ -> client.request(options)
                .compose(request -> request.send(body))
                .compose(response -> bounded(response).map(text -> new Reply(response.statusCode(), text)))
                .onComplete(done));
        return done.future();
    }

    /** The head of the body is enough for an error message; a body without an end is not waited for. */
    private static Future<Buffer> bounded(HttpClientResponse response) {
        Promise<Buffer> done = Promise.promise();
        Buffer held = Buffer.buffer();
        response.exceptionHandler(done::tryFail);
        response.endHandler(_ -> done.tryComplete(held));
        response.handler(part -> {
            held.appendBuffer(part);
            if (held.length() > MOST_BYTES) {
                done.tryComplete(held);
                response.request().reset();
            }
        });
        return done.future();
    }

    private static String address(Target target) {
        String host = target.url().host().replaceAll("^\\[|]$", "");
        try {
            List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
            if (!target.allowPrivateNetwork() && addresses.stream().anyMatch(BaseUrl::isPrivate)) {
                throw new InvalidField(
                        target.field(),
                        "resolves to a private address: set allowPrivateNetwork to true if this is meant");
            }
            return addresses.getFirst().getHostAddress();
        } catch (UnknownHostException e) {
            throw new InvalidField(target.field(), "names the host " + host + ", which cannot be resolved");
        }
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
