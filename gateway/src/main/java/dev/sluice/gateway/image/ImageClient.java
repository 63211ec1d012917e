package dev.sluice.gateway.image;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

/** The connections of one event loop to wherever images are. They are not kept, and redirects are not followed. */
public final class ImageClient {
    /** For all images of a request together. */
    private static final long TIMEOUT_MS = 10_000;

    private static final int CONNECT_MS = 3_000;
    private static final int MAX_CONNECTIONS = 32;
    private static final int MAX_REQUESTS = 16;

    private final Vertx vertx;
    private final HttpClient client;
    private final long timeoutMs;
    private int running;

    public ImageClient(Vertx vertx) {
        this(vertx, TIMEOUT_MS);
    }

    ImageClient(Vertx vertx, long timeoutMs) {
        this.vertx = vertx;
        this.timeoutMs = timeoutMs;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_1_1)
                        .setKeepAlive(false)
                        .setDecompressionSupported(false)
                        .setMaxHeaderSize(16_384)
                        .setMaxWaitQueueSize(MAX_CONNECTIONS * 8)
                        .setTracingPolicy(TracingPolicy.IGNORE),
                new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    }

    /** Starts fetching them, side by side. How it went is in {@link ImageFetch#result()}. */
    public ImageFetch fetch(List<String> addresses, boolean mayBePrivate) {
        ImageFetch fetch = new ImageFetch(this, vertx, addresses, mayBePrivate);
        if (running >= MAX_REQUESTS) { // each may hold some megabytes
            fetch.refuse(
                    addresses.getFirst(),
                    "is not fetched, since many are at the moment: try again, or send a data URL");
            return fetch;
        }
        running++;
        fetch.result().onComplete(_ -> running--);
        fetch.start(timeoutMs);
        return fetch;
    }

    /** Looks the name up on a thread that may wait. */
    Future<HttpClientRequest> open(ImageAddress address) {
        return vertx.executeBlocking(address::resolve, false)
                .compose(found -> request(address, Objects.requireNonNull(found)));
    }

    private Future<HttpClientRequest> request(ImageAddress address, InetAddress found) {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(found, address.port())))
                        .setHost(address.host())
                        .setPort(address.port())
                        .setSsl(address.tls())
                        .setURI(address.uri())
                        .setConnectTimeout(CONNECT_MS)
                        .setFollowRedirects(false)
                        .setTraceOperation(null))
                .map(opened -> opened.putHeader("accept", "image/png,image/jpeg,image/gif,image/webp")
                        .putHeader("user-agent", "Sluice"));
    }

    public void close() {
        client.close();
    }
}
