package dev.sluice.admin.alert;

import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.publish.Leadership;
import dev.sluice.contract.policy.Kind;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** The two threads of alerts: one that watches, where this replica leads, and one that delivers, on every replica. */
@Singleton
public final class Alerting {
    private static final Logger LOG = Logger.getLogger(Alerting.class);
    private static final long WATCH_MS = 5_000;
    private static final long DELIVER_MS = 1_000;
    private static final int ROUNDS_TO_FORGET = 720;

    private final LivePolicy live;
    private final Leadership leadership;
    private final Watcher watcher;
    private final Courier courier;
    private final DeliveryQueue queue;
    private final AlertLog log;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;
    private int rounds;

    Alerting(
            LivePolicy live,
            Leadership leadership,
            Watcher watcher,
            Courier courier,
            DeliveryQueue queue,
            AlertLog log) {
        this.live = live;
        this.leadership = leadership;
        this.watcher = watcher;
        this.courier = courier;
        this.queue = queue;
        this.log = log;
    }

    void start(@Observes StartupEvent event) {
        threads.add(Thread.ofPlatform().name("alert-watch").daemon().start(() -> repeat(this::watch, WATCH_MS)));
        threads.add(Thread.ofPlatform().name("alert-courier").daemon().start(() -> repeat(courier::round, DELIVER_MS)));
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        threads.forEach(Thread::interrupt);
    }

    private void watch() {
        if (!leadership.isLeading()) {
            return;
        }
        watcher.round();
        live.catchUp();
        queue.endOfDeleted(live.objects(Kind.ALERT_CHANNEL).keySet());
        if (rounds++ % ROUNDS_TO_FORGET == 0) {
            log.forgetOld();
        }
    }

    /** What fails is tried again with the next round. Policy is loaded after the tables are there. */
    private void repeat(Runnable round, long pauseMillis) {
        String said = "";
        while (!stopping) {
            try {
                Thread.sleep(pauseMillis);
                if (live.isLoaded()) {
                    round.run();
                }
                said = "";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                String reason = String.valueOf(e.getMessage());
                if (!reason.equals(said) && !stopping) {
                    LOG.warnf("alerts wait: %s", reason);
                }
                said = reason;
            }
        }
    }
}
