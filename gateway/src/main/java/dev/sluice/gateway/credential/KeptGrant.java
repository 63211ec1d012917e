package dev.sluice.gateway.credential;

import dev.sluice.contract.policy.Grant;
import dev.sluice.contract.policy.Identity;
import dev.sluice.contract.policy.IdentityExchange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The grant of one identity: asked for at once, refreshed before it ends, one exchange at a time. While refreshing fails, the
 * old one serves until it ends. Read by all event loops.
 */
final class KeptGrant implements IdentityExchange.Kept {
    private static final Logger LOG = Logger.getLogger(KeptGrant.class);

    private final Identity identity;
    private final Exchange exchange;
    private final Pace pace;
    private final InstantSource clock;
    private final RefreshThreads threads;
    private final CompletableFuture<Boolean> tried = new CompletableFuture<>();
    private volatile Exchange.@Nullable Granted granted;
    private volatile boolean stopped;
    /** In a row; touched by the exchange alone. */
    private int failures;

    KeptGrant(Identity identity, Exchange exchange, Pace pace, InstantSource clock, RefreshThreads threads) {
        this.identity = identity;
        this.exchange = exchange;
        this.pace = pace;
        this.clock = clock;
        this.threads = threads;
    }

    void start() {
        threads.after(Duration.ZERO, this::refresh);
    }

    /** No more exchanges after the one that may be running; what is held stays readable. */
    void stop() {
        stopped = true;
    }

    @Override
    public @Nullable Grant current() {
        Exchange.Granted held = granted;
        return held == null || !held.expiresAt().isAfter(clock.instant()) ? null : held.grant();
    }

    @Override
    public void whenTried(Runnable task) {
        CompletableFuture<Void> _ = tried.thenRun(task);
    }

    private void refresh() {
        if (stopped) {
            return;
        }
        Duration pause;
        try {
            pause = succeeded(exchange.run());
        } catch (ExchangeException e) {
            pause = failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Without the message: it may quote what was sent or received.
            pause = failed("unexpectedly, with " + e.getClass().getSimpleName());
        } finally {
            tried.complete(true);
        }
        threads.after(pause, this::refresh);
    }

    private Duration succeeded(Exchange.Granted fresh) {
        Duration life = Duration.between(clock.instant(), fresh.expiresAt());
        if (life.isNegative() || life.isZero()) {
            return failed("what came had expired");
        }
        granted = fresh;
        if (failures > 0) {
            LOG.infof("credentials: %s is exchanged again, after %d failures", identity, failures);
            failures = 0;
        }
        return pace.untilRefresh(life, ThreadLocalRandom.current());
    }

    /** The first of a row is told; those after it are the same news. */
    private Duration failed(String reason) {
        failures++;
        if (failures == 1) {
            LOG.warnf("credentials: %s cannot be exchanged: %s; %s", identity, reason, outlook());
        } else {
            LOG.debugf("credentials: %s cannot be exchanged: %s", identity, reason);
        }
        return pace.untilRetry(failures, ThreadLocalRandom.current());
    }

    private String outlook() {
        Exchange.Granted held = granted;
        Instant end = held == null ? Instant.MIN : held.expiresAt();
        return end.isAfter(clock.instant())
                ? "the one in force serves until " + end
                : "requests that need it fail until it can be";
    }
}
