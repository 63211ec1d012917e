package dev.sluice.gateway;

import dev.sluice.gateway.telemetry.Telemetry;
import dev.sluice.gateway.telemetry.Unseen;
import dev.sluice.gateway.warmup.TlsRehearsal;
import dev.sluice.gateway.warmup.WarmUp;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.CommandLineArguments;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs one {@link Gateway} in the life of the Quarkus process. */
@ApplicationScoped
public class GatewayProcess {
    private static final Logger LOG = Logger.getLogger(GatewayProcess.class);

    /** Whoever asks for a number of requests wants them made. */
    private static final Duration ASKED_FOR_LIMIT = Duration.ofSeconds(10);
    /** Whoever trains waits for all of it: what is left out now is missing in each start. */
    private static final Duration TRAINING_LIMIT = Duration.ofMinutes(2);

    private static final int TRAINING_HANDSHAKES = 200;

    /** Whoever leaves the warm-up out wants the first answer soon. */
    private static final Duration WITHOUT_WARM_UP = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final Telemetry telemetry;
    private final String version;
    private final boolean training;
    private volatile @Nullable Gateway gateway;

    GatewayProcess(
            Vertx vertx,
            Telemetry telemetry,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @CommandLineArguments String[] arguments) {
        this.vertx = vertx;
        this.telemetry = telemetry;
        this.version = version;
        this.training = Main.isTraining(arguments);
    }

    void start(@Observes StartupEvent event) throws IOException {
        Settings settings = Settings.read(System.getenv());
        Gateway started = new Gateway(settings, vertx, version);
        gateway = started;
        telemetry.observe(started.load(), started.spool().recorder(), started.keeper());
        telemetry.observe(started.issuerKeys());
        telemetry.observe(started.health());
        telemetry.observe(started.hedges());
        telemetry.observe(started.connections());
        if (settings.warmUpRequests() > 0) {
            started.keeper().addListener(rehearsal());
        }
        CompilerThreads.giveWay(settings.warmUpRequests() > 0 ? Duration.ZERO : WITHOUT_WARM_UP);
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
        try {
            started.start(loops, telemetry, () -> warmUp(settings)).join();
        } catch (CompletionException e) {
            throw new IOException("PORT is " + settings.port() + ": expected a port that is free ("
                    + (e.getCause() == null ? e : e.getCause()).getMessage() + ")");
        }
    }

    private TlsRehearsal rehearsal() {
        return training
                ? new TlsRehearsal(TRAINING_HANDSHAKES, TRAINING_LIMIT)
                : new TlsRehearsal(TlsRehearsal.DEFAULT_HANDSHAKES, TlsRehearsal.DEFAULT_LIMIT);
    }

    private Future<?> warmUp(Settings settings) {
        return new WarmUp(vertx, settings.warmUpRequests(), limit(settings), Unseen.telemetry()).run();
    }

    private Duration limit(Settings settings) {
        if (training) {
            return TRAINING_LIMIT;
        }
        return settings.warmUpRequests() == WarmUp.DEFAULT_REQUESTS ? WarmUp.DEFAULT_LIMIT : ASKED_FOR_LIMIT;
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
