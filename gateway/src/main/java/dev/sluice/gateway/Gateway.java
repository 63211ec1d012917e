package dev.sluice.gateway;

import dev.sluice.bus.Bus;
import dev.sluice.gateway.connection.Connections;
import dev.sluice.gateway.endpoint.DataPort;
import dev.sluice.gateway.endpoint.Shared;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.hedge.HedgeBudgets;
import dev.sluice.gateway.issuer.FirstKeys;
import dev.sluice.gateway.issuer.IssuerKeys;
import dev.sluice.gateway.limit.LimitKeeper;
import dev.sluice.gateway.overload.Overload;
import dev.sluice.gateway.pipeline.Load;
import dev.sluice.gateway.pipeline.PipelineListener;
import dev.sluice.gateway.policy.BackgroundTasks;
import dev.sluice.gateway.policy.PolicyKeeper;
import dev.sluice.gateway.tls.Certificates;
import dev.sluice.gateway.usage.UsageSpool;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One gateway: policy, spool and data port, put together. {@link #start} returns when the port is open, with or without a
 * policy; {@link #stop} lets requests in flight finish first. Used by the process and, as it stands, by tests.
 */
public final class Gateway {
    private static final Logger LOG = Logger.getLogger(Gateway.class);
    private static final Duration CERTIFICATE_PERIOD = Duration.ofMinutes(1);

    private final Settings settings;
    private final String instance = UUID.randomUUID().toString().substring(0, 13);
    private final SharedState state;
    private final DataPort port;
    private final Drain drain;
    /** Of its own: what looks after the heap must not wait for a slow source of policy. */
    private final BackgroundTasks overloadThread = new BackgroundTasks("overload");

    private final PolicyIntake intake;
    private final FirstKeys firstKeys;
    private final Optional<Bus> bus;
    private final LimitKeeper limits;
    private final UsageSpool spool;
    private final Optional<BusServices> services;

    /** @throws IOException with one line, when the certificate or the directory of the usage ring is not usable */
    public Gateway(Settings settings, Vertx vertx, String version) throws IOException {
        long startedAtMillis = System.currentTimeMillis();
        this.settings = settings;
        state = SharedState.of(settings);
        port = new DataPort(
                vertx,
                settings.tls().isPresent()
                        ? Optional.of(Certificates.open(settings.tls().get(), vertx))
                        : Optional.empty());
        drain = new Drain(settings.drainDelay(), settings.drainTimeout(), state.load(), port);
        intake = new PolicyIntake(settings, vertx);
        PolicyKeeper keeper = intake.keeper();
        state.follow(keeper);
        firstKeys = new FirstKeys(intake.issuerKeys());
        bus = settings.bus().map(Bus::connect);
        limits = new LimitKeeper(instance, intake::limitRules, bus.orElse(null));
        spool = UsageSpool.open(settings.spoolDir(), bus, instance);
        CurrentStatus status = new CurrentStatus(
                instance, version, startedAtMillis, settings.port(), port, drain, keeper, state.load(), spool);
        services =
                bus.map(b -> new BusServices(b, instance, settings.region(), keeper, state, limits.limiter(), status));
    }

    /** As {@link #start(int, PipelineListener, Supplier)}, with nothing to wait for. */
    public CompletableFuture<Void> start(int loops, PipelineListener listener) throws IOException {
        return start(loops, listener, Future::succeededFuture);
    }

    /**
     * Begins to load policy and, when the warm-up that runs beside it is over, opens the data port.
     *
     * @param loops event loops that serve the port
     * @param warmUp begun at once; must not fail
     * @throws IOException when the policy file, being the only source, cannot be read
     */
    public CompletableFuture<Void> start(int loops, PipelineListener listener, Supplier<Future<?>> warmUp)
            throws IOException {
        services.ifPresent(s -> s.startReports(intake.policyThread()));
        limits.start();
        services.ifPresent(BusServices::start);
        Future<?> warm = warmUp.get();
        intake.start(bus);
        return warm.compose(_ -> open(loops, listener)).toCompletionStage().toCompletableFuture();
    }

    private Future<Void> open(int loops, PipelineListener listener) {
        Shared shared = state.with(settings, intake, drain::hasBegun, spool.recorder(), listener, limits);
        return port.open(shared, loops).onSuccess(_ -> opened());
    }

    private void opened() {
        intake.loader().every(CERTIFICATE_PERIOD, this::checkCertificate);
        overloadThread.every(Overload.PERIOD, this::look);
        LOG.infof("serving on %s:%d as instance %s", settings.host(), port(), instance);
    }

    private void look() {
        if (state.overload().look()) {
            cutSlowReaders();
        }
    }

    void cutSlowReaders() {
        port.cutSlowReaders();
    }

    /** Looks whether there is a new certificate. Blocks. */
    void checkCertificate() {
        port.checkCertificate();
    }

    /**
     * Stops in order: not ready any more, but serving, each answer the last on its connection, for as long as clients may not
     * know. When nothing is in flight after that, or the drain timeout is over and what was cut has been told, the port closes
     * and the usage records are handed over. Blocks.
     */
    public void stop() {
        drain.begin();
        services.ifPresent(BusServices::report);
        drain.await();
        port.close().toCompletionStage().toCompletableFuture().join();
        services.ifPresent(BusServices::close);
        limits.close();
        spool.close();
        intake.close();
        overloadThread.close();
        bus.ifPresent(Bus::close);
        LOG.info("stopped");
    }

    /** Whether it serves: the port is open, there is a policy, its issuers' keys were asked for once, and it is not about to stop. */
    public boolean isReady() {
        return isOpen() && !drain.hasBegun() && firstKeys.areSettled(keeper().current());
    }

    public boolean isOpen() {
        return port.isOpen();
    }

    /** The port that clients connect to; only when it is open. */
    public int port() {
        return port.actualPort();
    }

    public String instance() {
        return instance;
    }

    public PolicyKeeper keeper() {
        return intake.keeper();
    }

    public IssuerKeys issuerKeys() {
        return intake.issuerKeys();
    }

    public LimitKeeper limits() {
        return limits;
    }

    public UsageSpool spool() {
        return spool;
    }

    public Load load() {
        return state.load();
    }

    public Connections connections() {
        return state.connections();
    }

    public TargetHealth health() {
        return state.health();
    }

    public HedgeBudgets hedges() {
        return state.hedges();
    }
}
