package dev.sluice.gateway;

import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.GatewayStatus;
import dev.sluice.contract.bus.SimulationAnswer;
import dev.sluice.contract.bus.SimulationRequest;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.secret.KeyEncryptionKey;
import dev.sluice.contract.secret.SecretEnvelope;
import dev.sluice.gateway.connection.Connections;
import dev.sluice.gateway.credential.Grants;
import dev.sluice.gateway.dispatch.RefusedParameters;
import dev.sluice.gateway.endpoint.BodyBudget;
import dev.sluice.gateway.endpoint.DataPlane;
import dev.sluice.gateway.endpoint.Shared;
import dev.sluice.gateway.health.HealthBus;
import dev.sluice.gateway.health.TargetAnswers;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.hedge.HedgeBudgets;
import dev.sluice.gateway.issuer.IssuerKeys;
import dev.sluice.gateway.issuer.KeyFile;
import dev.sluice.gateway.limit.LimitKeeper;
import dev.sluice.gateway.observed.TargetStats;
import dev.sluice.gateway.overload.Overload;
import dev.sluice.gateway.overload.TargetSlots;
import dev.sluice.gateway.pipeline.Load;
import dev.sluice.gateway.pipeline.PipelineListener;
import dev.sluice.gateway.pipeline.Simulation;
import dev.sluice.gateway.policy.BackgroundTasks;
import dev.sluice.gateway.policy.PolicyKeeper;
import dev.sluice.gateway.policy.PolicySources;
import dev.sluice.gateway.policy.SecretSources;
import dev.sluice.gateway.policy.StatusReporter;
import dev.sluice.gateway.simulation.SimulationAnswers;
import dev.sluice.gateway.tls.Certificates;
import dev.sluice.gateway.usage.UsageSpool;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One gateway: policy, spool and data port, put together. {@link #start} returns when the port is open, with or without a
 * policy; {@link #stop} lets requests in flight finish first. Used by the process and, as it stands, by tests.
 */
public final class Gateway {
    private static final Logger LOG = Logger.getLogger(Gateway.class);
    private static final Duration REPORT_PERIOD = Duration.ofSeconds(5);
    /** An issuer that hangs keeps nobody else waiting for longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** For what was cut to reach the clients. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private static final Duration CERTIFICATE_PERIOD = Duration.ofMinutes(1);

    private final Settings settings;
    private final Vertx vertx;
    private final String version;
    private final String instance = UUID.randomUUID().toString().substring(0, 13);
    private final long startedAtMillis = System.currentTimeMillis();
    private final Load load = new Load();
    private final Overload overload;
    private final TargetSlots slots;
    private final Connections connections;
    /** Of its own: what looks after the heap must not wait for a slow source of policy. */
    private final BackgroundTasks overloadThread = new BackgroundTasks("overload");

    private final TargetStats stats = new TargetStats();
    private final HedgeBudgets hedges = new HedgeBudgets();
    private final BackgroundTasks policyThread = new BackgroundTasks("policy");
    private final BackgroundTasks loader = new BackgroundTasks("policy-loader");
    private final BackgroundTasks writer = new BackgroundTasks("policy-writer");
    private final Grants grants;
    private final IssuerKeys issuerKeys;
    private final PolicyKeeper keeper;
    private final Optional<Bus> bus;
    private final LimitKeeper limits;
    private final TargetHealth health = new TargetHealth();
    private final UsageSpool spool;
    private final Optional<SimulationAnswers> simulations;
    private final Optional<StatusReporter> reporter;
    private final Optional<HealthBus> healthBus;
    private final Optional<TargetAnswers> targetAnswers;
    private final Optional<Certificates> certificates;
    private final List<DataPlane> planes = new CopyOnWriteArrayList<>();
    private volatile boolean draining;
    private volatile boolean open;
    private volatile boolean settled;
    /** When readiness first depended on issuers alone; 0: not yet. */
    private volatile long askedForKeysNanos;

    private @Nullable String deployment;

    /** @throws IOException with one line, when the certificate or the directory of the usage ring is not usable */
    public Gateway(Settings settings, Vertx vertx, String version) throws IOException {
        this.settings = settings;
        this.vertx = vertx;
        this.version = version;
        overload = new Overload(settings.maxInFlight(), load::inFlight);
        slots = new TargetSlots(settings.maxInFlightPerTarget());
        connections = new Connections(settings.connections());
        certificates = settings.tls().isPresent()
                ? Optional.of(Certificates.open(settings.tls().get(), vertx))
                : Optional.empty();
        grants = new Grants(settings.platform(), InstantSource.system());
        keeper = new PolicyKeeper(policyThread, secrets(), grants, InstantSource.system());
        issuerKeys = new IssuerKeys(vertx, keyFile());
        keeper.addListener(issuerKeys::changed);
        keeper.addListener(health::retain);
        keeper.addListener(slots::retain);
        bus = settings.bus().map(Bus::connect);
        limits = new LimitKeeper(instance, this::limitRules, bus.orElse(null));
        spool = UsageSpool.open(settings.spoolDir(), bus, instance);
        simulations = bus.map(b -> new SimulationAnswers(b, this::simulated));
        reporter = bus.map(b -> new StatusReporter(b, this::status));
        healthBus = bus.map(b -> new HealthBus(b, instance, settings.region(), health, stats, keeper::current));
        healthBus.ifPresent(b -> keeper.addListener(b::policyChanged));
        targetAnswers = bus.map(b -> new TargetAnswers(b, instance, health));
    }

    /** Where the last-known-good policy is too: without that there is nothing to start from while all else is down. */
    private Optional<KeyFile> keyFile() {
        return settings.kek()
                .flatMap(kek -> settings.policyCacheDir()
                        .map(directory -> new KeyFile(directory, kek.signingKey(), settings.policyMaxAge())));
    }

    private @Nullable SimulationAnswer simulated(SimulationRequest request) {
        PolicySnapshot policy = keeper.current();
        return policy == null
                ? null
                : new Simulation(limits.limiter(), InstantSource.system(), stats, health).run(policy, request);
    }

    private LimitRules limitRules() {
        PolicySnapshot policy = keeper.current();
        return policy == null ? LimitRules.none() : policy.limits();
    }

    private SecretSources secrets() {
        Optional<KeyEncryptionKey> kek = settings.kek();
        Set<String> names = kek.isPresent() ? settings.secretNames() : Set.of("*");
        Optional<Path> directory = settings.secretDir();
        return new SecretSources(
                kek.map(SecretEnvelope::new), names, directory, name -> Optional.ofNullable(System.getenv(name)));
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
        reporter.ifPresent(r -> {
            keeper.addListener(r);
            policyThread.every(REPORT_PERIOD, r::report);
        });
        limits.start();
        simulations.ifPresent(SimulationAnswers::start);
        healthBus.ifPresent(HealthBus::start);
        targetAnswers.ifPresent(TargetAnswers::start);
        Future<?> warm = warmUp.get();
        new PolicySources(settings, keeper, bus, policyThread, loader, writer).start();
        return warm.compose(_ -> open(loops, listener)).toCompletionStage().toCompletableFuture();
    }

    private Future<Void> open(int loops, PipelineListener listener) {
        Shared shared = new Shared(
                settings.host(),
                settings.port(),
                settings.maxBodyBytes(),
                connections,
                BodyBudget.ofHeap(),
                overload,
                slots,
                InstantSource.system(),
                keeper::current,
                new RefusedParameters(),
                stats,
                health,
                hedges,
                () -> draining,
                settings.consoleOrigin(),
                spool.recorder(),
                listener,
                limits.limiter(),
                limits::hurry,
                load,
                issuerKeys);
        return vertx.deployVerticle(() -> plane(shared), new DeploymentOptions().setInstances(loops))
                .onSuccess(this::opened)
                .mapEmpty();
    }

    private DataPlane plane(Shared shared) {
        DataPlane plane = new DataPlane(shared, certificates);
        planes.add(plane);
        return plane;
    }

    private void opened(String id) {
        deployment = id;
        open = true;
        loader.every(CERTIFICATE_PERIOD, this::checkCertificate);
        overloadThread.every(Overload.PERIOD, this::look);
        LOG.infof("serving on %s:%d as instance %s", settings.host(), port(), instance);
    }

    private void look() {
        if (overload.look()) {
            cutSlowReaders();
        }
    }

    void cutSlowReaders() {
        planes.forEach(DataPlane::cutSlowReaders);
    }

    /** Looks whether there is a new certificate. Blocks. */
    void checkCertificate() {
        certificates.ifPresent(Certificates::check);
    }

    /** The port that clients connect to; only when it is open. */
    public int port() {
        return planes.getFirst().actualPort();
    }

    /** Whether it serves: the port is open, there is a policy, its issuers' keys were asked for once, and it is not about to stop. */
    public boolean isReady() {
        return open && !draining && isSettled(keeper.current());
    }

    /** For the start alone: an issuer that policy names later does not take away what is served by then. */
    private boolean isSettled(@Nullable PolicySnapshot policy) {
        if (!settled && policy != null) {
            askedForKeysNanos = askedForKeysNanos == 0 ? System.nanoTime() | 1 : askedForKeysNanos;
            settled = issuerKeys.isSettled(policy) || System.nanoTime() - askedForKeysNanos > PATIENCE.toNanos();
        }
        return settled;
    }

    public boolean isOpen() {
        return open;
    }

    public PolicyKeeper keeper() {
        return keeper;
    }

    public Load load() {
        return load;
    }

    public Connections connections() {
        return connections;
    }

    public IssuerKeys issuerKeys() {
        return issuerKeys;
    }

    public LimitKeeper limits() {
        return limits;
    }

    public TargetHealth health() {
        return health;
    }

    public HedgeBudgets hedges() {
        return hedges;
    }

    public UsageSpool spool() {
        return spool;
    }

    public String instance() {
        return instance;
    }

    private GatewayStatus status() {
        PolicySnapshot policy = keeper.current();
        List<GatewayStatus.Disabled> disabled = policy == null
                ? List.of()
                : policy.disabled().stream()
                        .map(d -> new GatewayStatus.Disabled(d.kind(), d.name(), d.reason()))
                        .toList();
        return new GatewayStatus(
                instance,
                hostName(),
                open ? port() : settings.port(),
                version,
                startedAtMillis,
                System.currentTimeMillis(),
                policy == null ? 0 : policy.epoch(),
                policy == null ? 0 : policy.revision(),
                keeper.digest(),
                keeper.lagMillis(),
                load.inFlight(),
                load.streams(),
                load.shed(),
                new GatewayStatus.Ring(
                        spool.recorder().ring().waitingRecords(),
                        spool.recorder().ring().waitingBytes(),
                        spool.recorder().accepted(),
                        spool.recorder().dropped()),
                disabled,
                spool.recovered(),
                draining);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /**
     * Stops in order: not ready any more, but serving, each answer the last on its connection, for as long as clients may not
     * know. When nothing is in flight after that, or the drain timeout is over and what was cut has been told, the port closes
     * and the usage records are handed over. Blocks.
     */
    public void stop() {
        draining = true;
        reporter.ifPresent(StatusReporter::report);
        long now = System.nanoTime();
        long known = now + settings.drainDelay().toNanos();
        long end = now + settings.drainTimeout().toNanos();
        awaitUntil(end, () -> System.nanoTime() >= known && load.inFlight() == 0);
        if (load.inFlight() > 0) {
            LOG.warnf("the drain timeout is over: %d requests in flight are cut", load.inFlight());
            planes.forEach(DataPlane::cut);
            awaitUntil(System.nanoTime() + LAST_WORDS.toNanos(), () -> load.inFlight() == 0);
        }
        if (load.shadows() > 0) {
            // Nobody waits for them; what they have taken until now is recorded.
            planes.forEach(DataPlane::cut);
            awaitUntil(System.nanoTime() + LAST_WORDS.toNanos(), () -> load.shadows() == 0);
        }
        if (deployment != null) {
            vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().join();
        }
        open = false;
        simulations.ifPresent(SimulationAnswers::close);
        healthBus.ifPresent(HealthBus::close);
        limits.close();
        spool.close();
        policyThread.close();
        grants.close();
        issuerKeys.close();
        loader.close();
        writer.close();
        overloadThread.close();
        bus.ifPresent(Bus::close);
        LOG.info("stopped");
    }

    private static void awaitUntil(long endNanos, BooleanSupplier condition) {
        while (!condition.getAsBoolean() && System.nanoTime() < endNanos) {
            LockSupport.parkNanos(20_000_000);
        }
    }
}
