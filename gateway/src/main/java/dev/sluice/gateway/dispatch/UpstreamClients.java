package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.gateway.image.ImageClient;
import dev.sluice.gateway.tls.TlsMemory;
import dev.sluice.gateway.wire.GatheredContent;
import dev.sluice.gateway.wire.RequestWriter;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * The connections of one event loop to providers. Redirects are not followed. Accounts that may not reach private
 * addresses have a client of their own that closes such a connection before a request is written to it, so that no name
 * leads inside, whenever it is resolved.
 */
public final class UpstreamClients {
    /** Below the idle timeout of common servers (60 s), so that a request rarely meets a connection about to close. */
    private static final int KEEP_ALIVE_SECONDS = 20;

    private static final int MAX_CONNECTIONS = 16_384;
    private static final int MAX_WAITING = 4_096;

    private static final AttributeKey<Boolean> USED = AttributeKey.valueOf("sluice.used");

    private final Vertx vertx;
    private final UpstreamReads reads = new UpstreamReads();
    private final RequestWriter writer = new RequestWriter();
    private final Unreachable unreachable = new Unreachable();
    private final Both kept;
    private final Both fresh;
    private final ImageClient images;

    public UpstreamClients(Vertx vertx) {
        this.vertx = vertx;
        kept = both(true);
        fresh = both(false);
        images = new ImageClient(vertx);
    }

    /** @param guarded does not connect to private networks */
    private record Both(HttpClient guarded, HttpClient open) {
        HttpClient of(CompiledAccount account) {
            return account.allowPrivateNetwork() ? open : guarded;
        }

        void close() {
            guarded.close();
            open.close();
        }
    }

    private Both both(boolean keepAlive) {
        HttpClient guarded = vertx.httpClientBuilder()
                .with(options(keepAlive))
                .with(pool())
                .withConnectHandler(connection -> {
                    refusePrivate(connection);
                    connected(connection);
                })
                .build();
        HttpClient open = vertx.httpClientBuilder()
                .with(options(keepAlive))
                .with(pool())
                .withConnectHandler(this::connected)
                .build();
        return new Both(guarded, open);
    }

    private void connected(HttpConnection connection) {
        Channel channel = UpstreamReads.channel(connection);
        TlsMemory.pool(channel);
        reads.watch(connection);
        writer.addTo(channel);
        GatheredContent.addTo(channel);
    }

    private static HttpClientOptions options(boolean keepAlive) {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(keepAlive)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setPipelining(false)
                .setTcpNoDelay(true)
                .setDecompressionSupported(false)
                .setMaxChunkSize(65_536)
                .setMaxHeaderSize(32_768)
                .setMaxWaitQueueSize(MAX_WAITING)
                .setTracingPolicy(TracingPolicy.IGNORE);
    }

    private static PoolOptions pool() {
        return new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS);
    }

    private void refusePrivate(HttpConnection connection) {
        io.vertx.core.net.SocketAddress remote = connection.remoteAddress();
        SocketAddress address = remote == null ? null : new InetSocketAddress(remote.hostAddress(), remote.port());
        if (address instanceof InetSocketAddress inet
                && inet.getAddress() != null
                && BaseUrl.isPrivate(inet.getAddress())) {
            unreachable.tellPrivate(inet.getAddress());
            connection.close();
        }
    }

    ImageClient images() {
        return images;
    }

    Vertx vertx() {
        return vertx;
    }

    Unreachable unreachable() {
        return unreachable;
    }

    UpstreamReads reads() {
        return reads;
    }

    /** Whether the connection has carried a request before, and may thus have been closed while it was idle. */
    boolean isReused(HttpClientRequest request) {
        return UpstreamReads.channel(request.connection()).attr(USED).getAndSet(true) != null;
    }

    /** @param alone on a new connection, which carries nothing else: those that are kept may all have been closed meanwhile */
    Future<HttpClientRequest> open(CompiledAccount account, HttpMethod method, String uri, boolean alone) {
        BaseUrl url = account.baseUrl();
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(uri)
                .setFollowRedirects(false)
                .setConnectTimeout(
                        java.util.Objects.requireNonNull(account.timeouts().connect())
                                .toMillis())
                .setTraceOperation(null);
        return (alone ? fresh : kept).of(account).request(options);
    }

    public void close() {
        kept.close();
        fresh.close();
        images.close();
    }
}
