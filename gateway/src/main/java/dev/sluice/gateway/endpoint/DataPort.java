package dev.sluice.gateway.endpoint;

import dev.sluice.gateway.tls.Certificates;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The port that clients connect to: a {@link DataPlane} on each of some event loops. Thread-safe; its owner closes it. */
public final class DataPort {
    private final Vertx vertx;
    private final Optional<Certificates> certificates;
    private final List<DataPlane> planes = new CopyOnWriteArrayList<>();
    private volatile @Nullable String deployment;
    private volatile boolean open;

    /** @param certificates absent: HTTP without TLS */
    public DataPort(Vertx vertx, Optional<Certificates> certificates) {
        this.vertx = vertx;
        this.certificates = certificates;
    }

    /** @param loops event loops that serve it */
    public Future<Void> open(Shared shared, int loops) {
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
    }

    public boolean isOpen() {
        return open;
    }

    /** Its number; only when it is open. */
    public int actualPort() {
        return planes.getFirst().actualPort();
    }

    /** Looks whether there is a new certificate. Blocks. */
    public void checkCertificate() {
        certificates.ifPresent(Certificates::check);
    }

    /** Ends what is still in flight; the clients are told. */
    public void cut() {
        planes.forEach(DataPlane::cut);
    }

    /** Ends the streams whose clients have read nothing for a while. */
    public void cutSlowReaders() {
        planes.forEach(DataPlane::cutSlowReaders);
    }

    /** Of a port that was never open: nothing. */
    public Future<Void> close() {
        String opened = deployment;
        Future<Void> closed = opened == null ? Future.succeededFuture() : vertx.undeploy(opened);
        return closed.onSuccess(_ -> open = false);
    }
}
