package dev.sluice.gateway.warmup;

import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.gateway.endpoint.BodyBudget;
import dev.sluice.gateway.endpoint.DataPlane;
import dev.sluice.gateway.endpoint.Shared;
import dev.sluice.gateway.pipeline.Load;
import dev.sluice.gateway.pipeline.PipelineListener;
import dev.sluice.gateway.usage.UsageRecorder;
import dev.sluice.gateway.usage.UsageRing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The product's data plane with a policy, a load and a usage ring of its own, reachable from this machine alone. */
final class LoopbackGateway {
    private static final Logger LOG = Logger.getLogger(LoopbackGateway.class);
    private static final int RING_BYTES = 2 << 20;
    private static final long MAX_BODY_BYTES = 1 << 20;
    private static final long ALL_BODIES_BYTES = 16 << 20;
    private static final long SETTLING_MS = 10;

    private final Vertx vertx;
    private final UsageRing ring;
    private final Load load = new Load();
    private final String key;
    private final DataPlane plane;
    private String deployment = "";

    private LoopbackGateway(Vertx vertx, String key, PolicySnapshot policy, PipelineListener listener)
            throws IOException {
        this.vertx = vertx;
        this.key = key;
        ring = UsageRing.create(null, RING_BYTES, "warm-up");
        Shared shared = new Shared(
                "127.0.0.1",
                0,
                MAX_BODY_BYTES,
                new BodyBudget(ALL_BODIES_BYTES),
                InstantSource.system(),
                () -> policy,
                () -> false,
                Optional.empty(),
                new UsageRecorder(ring, true),
                listener,
                load);
        plane = new DataPlane(shared, Optional.empty());
    }

    /** @param provider the port of the provider on this machine */
    static Future<LoopbackGateway> open(Vertx vertx, int provider, PipelineListener listener) {
        return vertx.executeBlocking(() -> {
                    String key = LoopbackPolicy.newKey();
                    return new LoopbackGateway(vertx, key, LoopbackPolicy.of(provider, key), listener);
                })
                .compose(made -> Objects.requireNonNull(made).deploy());
    }

    private Future<LoopbackGateway> deploy() {
        return vertx.deployVerticle(plane).map(id -> {
            deployment = id;
            return this;
        });
    }

    int port() {
        return plane.actualPort();
    }

    String key() {
        return key;
    }

    /** The port is closed when it completes; the ring goes when the last request that was cut off has left it. */
    Future<Void> close() {
        return vertx.undeploy(deployment).onComplete(_ -> vertx.setTimer(SETTLING_MS, _ -> freeWhenIdle()));
    }

    private void freeWhenIdle() {
        if (load.inFlight() > 0) {
            vertx.setTimer(SETTLING_MS, _ -> freeWhenIdle());
            return;
        }
        try {
            ring.close();
        } catch (IOException e) {
            LOG.debugf("the ring of the warm-up cannot be closed: %s", e.getMessage());
        }
    }
}
