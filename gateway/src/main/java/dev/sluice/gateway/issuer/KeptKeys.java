package dev.sluice.gateway.issuer;

import dev.sluice.contract.policy.KeySource;
import dev.sluice.gateway.auth.TokenKey;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one source: those fetched last, however long ago that was. Read by all event loops; when they are fetched is
 * decided on the thread that ticks.
 */
final class KeptKeys {
    private static final Logger LOG = Logger.getLogger(KeptKeys.class);
    /** Between fetches that tokens of unknown keys cause, and while old keys serve. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final long FIRST_PAUSE_MS = 1_000;
    private static final int MOST_DOUBLINGS = 16;

    private final KeySource source;
    private volatile @Nullable KeySet current;
    private volatile boolean wanted;
    private volatile boolean tried;
    private volatile long failures;
    private boolean running;
    private boolean asked;
    private long askedAtMillis;
    private long dueAtMillis;
    private int failuresInARow;

    /** @param kept from an earlier run; null for none */
    KeptKeys(KeySource source, @Nullable KeySet kept) {
        this.source = source;
        this.current = kept;
    }

    KeySource source() {
        return source;
    }

    @Nullable
    KeySet current() {
        return current;
    }

    /** How many fetches have failed. */
    long failures() {
        return failures;
    }

    /** Whether it is known how the first fetch went, or there are keys without it. */
    boolean isSettled() {
        return tried || current != null;
    }

    /** An unknown one makes the keys be fetched soon: they may have been rotated. */
    @Nullable
    TokenKey key(String kid) {
        KeySet held = current;
        TokenKey key = held == null ? null : held.byId().get(kid);
        if (key == null && !wanted) {
            wanted = true;
        }
        return key;
    }

    /** Whether to fetch now; who is told so must call {@link #succeeded} or {@link #failed} in the end. */
    synchronized boolean begin(long nowMillis) {
        boolean due = !asked
                || nowMillis >= dueAtMillis
                || (wanted && current != null && nowMillis - askedAtMillis >= PAUSE.toMillis());
        if (running || !due) {
            return false;
        }
        running = true;
        asked = true;
        askedAtMillis = nowMillis;
        wanted = false;
        return true;
    }

    synchronized void succeeded(KeyFetch.Fetched fetched) {
        current = fetched.keys();
        dueAtMillis = askedAtMillis + fetched.life().toMillis();
        if (failuresInARow > 0) {
            LOG.infof("keys of %s are there again, after %d failures", source.issuer(), failuresInARow);
        }
        failuresInARow = 0;
        running = false;
        tried = true;
    }

    /** The first of a row is told; those after it are the same news. */
    synchronized void failed(String reason) {
        failures = failures + 1;
        failuresInARow++;
        KeySet held = current;
        long doubled =
                (held == null ? FIRST_PAUSE_MS : PAUSE.toMillis()) << Math.min(failuresInARow - 1, MOST_DOUBLINGS);
        dueAtMillis = askedAtMillis + Math.min(doubled, (held == null ? PAUSE : LONGEST_PAUSE).toMillis());
        if (failuresInARow == 1) {
            LOG.warnf(
                    "keys of %s cannot be fetched: %s; %s",
                    source.issuer(),
                    reason,
                    held == null
                            ? "its tokens are refused until they can be"
                            : "those of " + held.fetchedAt() + " serve");
        } else {
            LOG.debugf("keys of %s cannot be fetched: %s", source.issuer(), reason);
        }
        running = false;
        tried = true;
    }
}
