package dev.sluice.gateway.policy;

import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyWire;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.contract.secret.SignedFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The last policy that was in force, signed, in a file: with it a gateway starts when all else is down. A bad file is put
 * aside and ignored. Written at most once a second, whole, by an atomic rename.
 */
public final class LastKnownGood implements PolicyKeeper.Listener {
    private static final Logger LOG = Logger.getLogger(LastKnownGood.class);

    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    /** Of the time, that writing a policy that always changes may take: one part in so many. */
    private static final long SHARE = 3;

    private final SignedFile file;
    private final PolicyKeeper keeper;
    private final BackgroundTasks thread;
    private final Optional<Duration> maxAge;
    private final BackgroundTasks writer;
    private boolean scheduled;
    private boolean changedSince;
    private volatile long tookNanos;
    /** What came from the file is not written back: its age must stay visible. */
    private long loadedEpoch;

    private long loadedRevision;

    /**
     * @param thread the keeper's own
     * @param writer its own, so that no source that waits for its answer keeps it from being written: it may take its time: a large policy is encoded for a second, and changes must not wait for it
     */
    public LastKnownGood(
            Path directory,
            PolicyKeeper keeper,
            SignedFrame.Key key,
            BackgroundTasks thread,
            BackgroundTasks writer,
            Optional<Duration> maxAge) {
        this.file = new SignedFile(
                directory.resolve("policy.last-known-good"),
                key,
                SignedFrame.Purpose.LAST_KNOWN_GOOD,
                "the last-known-good policy");
        this.keeper = keeper;
        this.thread = thread;
        this.writer = writer;
        this.maxAge = maxAge;
    }

    /** Offers what the file holds, if it is good. */
    public void load() {
        if (!Files.exists(file.path())) {
            return;
        }
        try {
            if (maxAge.isPresent()
                    && Files.getLastModifiedTime(file.path())
                            .toInstant()
                            .plus(maxAge.get())
                            .isBefore(Instant.now())) {
                LOG.warnf("the last-known-good policy is older than SLUICE_POLICY_MAX_AGE: not used");
                return;
            }
            Snapshot snapshot = PolicyWire.snapshot(file.read().orElseThrow());
            loadedEpoch = snapshot.epoch();
            loadedRevision = snapshot.revision();
            keeper.offer(snapshot, "the last-known-good file");
        } catch (IOException | RuntimeException e) {
            file.putAside(e);
        }
    }

    @Override
    public void changed(PolicySnapshot policy) {
        boolean fromFile = policy.epoch() == loadedEpoch && policy.revision() == loadedRevision;
        if (policy.epoch() > 0 && !fromFile) {
            changedSince = true;
            schedule();
        }
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            Duration pause = Duration.ofNanos(Math.max(LEAST_PAUSE.toNanos(), SHARE * tookNanos));
            thread.after(pause, this::save);
        }
    }

    /** On the keeper's thread. */
    private void save() {
        changedSince = false;
        Snapshot held = keeper.held();
        writer.run(() -> {
            write(held);
            thread.run(this::saved);
        });
    }

    private void saved() {
        scheduled = false;
        if (changedSince) {
            schedule();
        }
    }

    private void write(Snapshot held) {
        long begin = System.nanoTime();
        try {
            file.write(PolicyWire.encode(held));
        } catch (IOException e) {
            LOG.warnf("the last-known-good policy cannot be written: %s", e.getMessage());
        }
        tookNanos = System.nanoTime() - begin;
    }
}
