package dev.sluice.admin.publish;

import dev.sluice.admin.gateway.GatewayStatuses;
import dev.sluice.admin.login.FirstOwner;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.store.Migrations;
import dev.sluice.admin.token.SigningKeys;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** What happens once PostgreSQL is there: it may be down at the start, and nothing waits for it. */
@Singleton
public final class StartSequence {
    private static final Logger LOG = Logger.getLogger(StartSequence.class);
    private static final long PAUSE_MS = 1_000;

    private final Migrations migrations;
    private final SigningKeys keys;
    private final LivePolicy live;
    private final FirstOwner firstOwner;
    private final GatewayStatuses gateways;
    private final Relay relay;
    private volatile boolean stopping;
    private volatile boolean done;

    StartSequence(
            Migrations migrations,
            SigningKeys keys,
            LivePolicy live,
            FirstOwner firstOwner,
            GatewayStatuses gateways,
            Relay relay) {
        this.migrations = migrations;
        this.keys = keys;
        this.live = live;
        this.firstOwner = firstOwner;
        this.gateways = gateways;
        this.relay = relay;
    }

    void start(@Observes StartupEvent event) {
        gateways.listen();
        Thread.ofPlatform().name("start-sequence").daemon().start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    public boolean isDone() {
        return done;
    }

    private void run() {
        String said = "";
        while (!stopping && !done) {
            try {
                migrations.run();
                keys.load();
                live.catchUp();
                firstOwner.ensure();
                relay.start();
                done = true;
                LOG.infof("policy is at revision %s", live.head());
            } catch (RuntimeException e) {
                String reason =
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                if (!reason.equals(said)) {
                    LOG.warnf("cannot begin yet, trying again every second: %s", reason);
                    said = reason;
                }
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
