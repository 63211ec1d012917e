package dev.sluice.gateway.warmup;

import dev.sluice.contract.limit.Counters;
import dev.sluice.contract.limit.Limiter;
import dev.sluice.contract.limit.SteadyClock;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.gateway.auth.TokenKeys;
import dev.sluice.gateway.connection.Connections;
import dev.sluice.gateway.dispatch.RefusedParameters;
import dev.sluice.gateway.endpoint.BodyBudget;
import dev.sluice.gateway.endpoint.DataPlane;
import dev.sluice.gateway.endpoint.Shared;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.hedge.HedgeBudgets;
import dev.sluice.gateway.observed.TargetStats;
import dev.sluice.gateway.overload.Overload;
import dev.sluice.gateway.overload.TargetSlots;
import dev.sluice.gateway.pipeline.Load;
import dev.sluice.gateway.pipeline.PipelineListener;
import dev.sluice.gateway.usage.UsageRecorder;
import dev.sluice.gateway.usage.UsageRing;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The product's data plane with a policy, a load and a usage ring of its own, reachable from this machine alone, and the
 * provider behind it. All on one event loop, as are the calls: on one processor a change of thread costs more than a call.
 */
final class LoopbackGateway extends AbstractVerticle {
    private static final Logger LOG = Logger.getLogger(LoopbackGateway.class);
    private static final int RING_BYTES = 2 << 20;
    private static final long MAX_BODY_BYTES = 1 << 20;
    private static final long ALL_BODIES_BYTES = 16 << 20;
    private static final long SETTLING_MS = 20;

    private final LoopbackProvider provider;
    private final PipelineListener listener;
    private final Traffic traffic;
    private final Load load = new Load();
    private final String key = LoopbackPolicy.newKey();
    private volatile @Nullable UsageRing ring;
    private @Nullable DataPlane plane;

    LoopbackGateway(LoopbackProvider provider, PipelineListener listener, Traffic traffic) {
        this.provider = provider;
        this.listener = listener;
        this.traffic = traffic;
    }

    @Override
    public void start(Promise<Void> started) {
        provider.open(vertx)
                .compose(port -> vertx.executeBlocking(() -> LoopbackPolicy.of(port, key)))
                .compose(policy -> open(Objects.requireNonNull(policy)))
                .onComplete(started);
    }

    private Future<Void> open(PolicySnapshot policy) {
        try {
            ring = UsageRing.create(null, RING_BYTES, "warm-up");
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
        Shared shared = new Shared(
                "127.0.0.1",
                0,
                MAX_BODY_BYTES,
                new Connections(Connections.Bounds.NONE),
                new BodyBudget(ALL_BODIES_BYTES),
                new Overload(Integer.MAX_VALUE, load::inFlight),
                new TargetSlots(Integer.MAX_VALUE),
                InstantSource.system(),
                () -> policy,
                new RefusedParameters(),
                new TargetStats(),
                new TargetHealth(),
                new HedgeBudgets(),
                () -> false,
                Optional.empty(),
                new UsageRecorder(ring, true),
                listener,
                limiter(),
                () -> {},
                load,
                TokenKeys.NONE);
        plane = new DataPlane(shared, Optional.empty());
        plane.init(vertx, context);
        Promise<Void> opened = Promise.promise();
        plane.start(opened);
        return opened.future();
    }

    /** Once deployed: sends all calls, and completes when they are over. */
    Future<Void> serveAll() {
        int port = Objects.requireNonNull(plane).actualPort();
        Promise<Void> served = Promise.promise();
        context.runOnContext(_ -> traffic.send(vertx, port, key).onComplete(served));
        return served.future();
    }

    /** Ports and connections are closed by Vert.x; the ring goes when the last request that was cut off has left it. */
    @Override
    public void stop() {
        if (plane != null) {
            plane.stop();
        }
        Thread.ofPlatform().name("warm-up-end").daemon().start(this::freeWhenIdle);
    }

    private void freeWhenIdle() {
        try {
            while (load.inFlight() > 0) {
                Thread.sleep(SETTLING_MS);
            }
            Thread.sleep(SETTLING_MS); // the last one is counted out before its record is written
            if (ring != null) {
                ring.close();
            }
        } catch (IOException e) {
            LOG.debugf("the ring of the warm-up cannot be closed: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of counters that nobody else has; there is nobody to lease a strict limit's share from. */
    private static Limiter limiter() {
        return new Limiter(new SteadyClock(SteadyClock.Source.SYSTEM), Counters.alone(1_000));
    }
}
