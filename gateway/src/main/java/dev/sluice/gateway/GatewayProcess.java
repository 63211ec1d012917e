package dev.sluice.gateway;

import dev.sluice.gateway.telemetry.Telemetry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs one {@link Gateway} in the life of the Quarkus process. */
@ApplicationScoped
public class GatewayProcess {
    private static final Logger LOG = Logger.getLogger(GatewayProcess.class);

    private final Vertx vertx;
    private final Telemetry telemetry;
    private final String version;
    private volatile @Nullable Gateway gateway;

    GatewayProcess(
            Vertx vertx, Telemetry telemetry, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.vertx = vertx;
        this.telemetry = telemetry;
        this.version = version;
    }

    void start(@Observes StartupEvent event) throws IOException {
        Settings settings = Settings.read(System.getenv());
        Gateway started = new Gateway(settings, vertx, version);
        gateway = started;
        telemetry.observe(started.load(), started.spool().recorder(), started.keeper());
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
        try {
            started.start(loops, telemetry).join();
        } catch (CompletionException e) {
            throw new IOException("PORT is " + settings.port() + ": expected a port that is free ("
                    + (e.getCause() == null ? e : e.getCause()).getMessage() + ")");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        Gateway running = gateway;
        if (running != null) {
            LOG.info("stopping: requests in flight are finished first");
            running.stop();
        }
    }

    Optional<Gateway> gateway() {
        return Optional.ofNullable(gateway);
    }
}
