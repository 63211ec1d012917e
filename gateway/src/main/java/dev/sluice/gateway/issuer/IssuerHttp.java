package dev.sluice.gateway.issuer;

import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.JwksUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls to issuers: small, bounded in time and size, never redirected, and to the very address that was looked at, so that a
 * second answer of the name server cannot lead elsewhere. Blocks its caller, which is no event loop.
 */
final class IssuerHttp implements AutoCloseable {
    static final int MAX_BYTES = 256 << 10;
    private static final int CONNECT_MS = 3_000;
    /** From the connecting to the last byte. */
    private static final int TOTAL_SECONDS = 10;

    private final Vertx vertx;
    private @Nullable HttpClient client;

    record Reply(String body, @Nullable String cacheControl) {}

    IssuerHttp(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Made when there is somebody to ask. */
    private synchronized HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            made = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_1_1)
                    .setKeepAlive(false)
                    .setDecompressionSupported(false)
                    .setMaxHeaderSize(16_384)
                    .setTracingPolicy(TracingPolicy.IGNORE));
            client = made;
        }
        return made;
    }

    /** @throws FetchException when no answer of status 200 comes */
    Reply get(JwksUrl url, boolean allowPrivateNetwork) throws FetchException {
        InetAddress address = resolve(url.host(), allowPrivateNetwork);
        Promise<Reply> promise = Promise.promise();
        Future<HttpClientRequest> opened = client().request(new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, url.port())))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(url.uri())
                .setConnectTimeout(CONNECT_MS)
                .setFollowRedirects(false)
                .setTraceOperation(null));
        opened.onFailure(promise::tryFail).onSuccess(request -> {
            request.exceptionHandler(promise::tryFail);
            request.putHeader("accept", "application/json, application/jwk-set+json")
                    .putHeader("user-agent", "Sluice")
                    .send()
                    .onFailure(promise::tryFail)
                    .onSuccess(response -> read(response, promise));
        });
        try {
            return promise.future().toCompletionStage().toCompletableFuture().get(TOTAL_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new FetchException(url.host() + " did not answer within " + TOTAL_SECONDS + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FetchException told) {
                throw told;
            }
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new FetchException(
                    url.host() + " cannot be reached (" + cause.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchException("the process stops");
        } finally {
            opened.onSuccess(HttpClientRequest::reset); // nothing after the end of an answer
        }
    }

    private static void read(HttpClientResponse response, Promise<Reply> promise) {
        int status = response.statusCode();
        if (status != 200) {
            promise.tryFail(new FetchException(
                    "the answer has status " + status + (status / 100 == 3 ? ", and redirects are not followed" : "")));
            return;
        }
        Buffer body = Buffer.buffer();
        response.exceptionHandler(promise::tryFail);
        response.handler(part -> {
            if (body.length() + part.length() > MAX_BYTES) {
                promise.tryFail(new FetchException("the answer is larger than " + MAX_BYTES / 1024 + " KiB"));
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(_ -> promise.tryComplete(
                new Reply(body.toString(StandardCharsets.UTF_8), response.getHeader("cache-control"))));
    }

    private static InetAddress resolve(String host, boolean allowPrivateNetwork) throws FetchException {
        try {
            InetAddress[] all = InetAddress.getAllByName(host.replaceAll("^\\[|]$", ""));
            for (InetAddress one : all) {
                if (BaseUrl.leadsInside(one, allowPrivateNetwork)) {
                    throw new FetchException(host + " is in a private network, which this issuer may not be in"
                            + (allowPrivateNetwork ? "" : " without allowPrivateNetwork"));
                }
            }
            return all[0];
        } catch (UnknownHostException e) {
            throw new FetchException(host + " is a name that nobody knows");
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
