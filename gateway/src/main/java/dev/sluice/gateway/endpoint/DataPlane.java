package dev.sluice.gateway.endpoint;

import dev.sluice.gateway.dispatch.Deadlines;
import dev.sluice.gateway.dispatch.Shadows;
import dev.sluice.gateway.dispatch.UpstreamClients;
import dev.sluice.gateway.dispatch.Upstreams;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.ShedReason;
import dev.sluice.gateway.pipeline.InferencePipeline;
import dev.sluice.gateway.tls.Certificates;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data port on one event loop: an HTTP server (all loops share the port), its own connections to providers, its own
 * digest. Nothing here is shared with another loop but what {@link Shared} says.
 */
public final class DataPlane extends AbstractVerticle {
    private static final int MAX_HEADER_BYTES = 32 << 10;
    private static final int MAX_URI_BYTES = 8 << 10;
    /** Above the longest total timeout of an account: nothing alive is silent for so long. */
    private static final int MAX_SILENCE_SECONDS = 35 * 60;
    /** For Vert.x: a free port, the same for all instances of a deployment. With 0 each would get another. */
    private static final int ONE_FREE_PORT = -1;

    private final Shared shared;
    private final Optional<Certificates> certificates;
    private final Deadlines deadlines = new Deadlines();
    private @Nullable HttpServer server;
    private @Nullable UpstreamClients clients;

    /** @param certificates absent: HTTP without TLS */
    public DataPlane(Shared shared, Optional<Certificates> certificates) {
        this.shared = shared;
        this.certificates = certificates;
    }

    @Override
    public void start(Promise<Void> started) {
        UpstreamClients upstream = new UpstreamClients(vertx);
        clients = upstream;
        vertx.setPeriodic(Deadlines.PERIOD_MS, _ -> deadlines.check());
        Upstreams upstreams = new Upstreams(
                upstream,
                deadlines,
                shared.refused(),
                shared.stats(),
                shared.health(),
                shared.stats(),
                shared.hedges(),
                shared.slots());
        InferencePipeline pipeline = new InferencePipeline(
                shared.authenticator(),
                upstreams,
                shared.recorder(),
                shared.listener(),
                shared.limiter(),
                shared.leasesWanted(),
                shared.load(),
                shared.stats(),
                new Shadows(upstreams, shared::isBusy));
        Router router = new Router(shared, pipeline);
        HttpServerOptions options = options();
        certificates.ifPresent(present -> present.applyTo(options));
        HttpServer listening = vertx.createHttpServer(options)
                .connectionHandler(shared.connections().onLoop(vertx))
                .requestHandler(router);
        server = listening;
        listening
                .exceptionHandler(_ -> {})
                .listen(shared.port() == 0 ? ONE_FREE_PORT : shared.port(), shared.host())
                .<Void>mapEmpty()
                .onComplete(started);
    }

    /** The port it listens on, once deployed. */
    public int actualPort() {
        return Objects.requireNonNull(server, "not deployed").actualPort();
    }

    /** Of the data port. */
    public static HttpServerOptions options() {
        return new HttpServerOptions()
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setAcceptBacklog(4096)
                .setMaxChunkSize(65_536)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_URI_BYTES)
                .setHttp2ClearTextEnabled(false)
                // No web sockets here: their handlers would look at every request and answer.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHandle100ContinueAutomatically(true)
                .setIdleTimeout(MAX_SILENCE_SECONDS)
                .setTracingPolicy(TracingPolicy.IGNORE);
    }

    /** Ends what is still in flight: streams with an error of the client's dialect, the others with a 503. Thread-safe. */
    public void cut() {
        context.runOnContext(_ -> deadlines.stopAll(new GatewayError.Shed(ShedReason.STOPPING)));
    }

    /** Ends the streams whose clients have read nothing for a while: what waits for them fills the heap. Thread-safe. */
    public void cutSlowReaders() {
        context.runOnContext(_ -> deadlines.cutSlowReaders());
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
        if (clients != null) {
            clients.close();
        }
    }
}
