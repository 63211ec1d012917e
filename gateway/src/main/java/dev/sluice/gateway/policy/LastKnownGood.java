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

    private final SignedFile file;
    private final PolicyKeeper keeper;
    private final BackgroundTasks thread;
    private final Optional<Duration> maxAge;
    private boolean scheduled;
    /** What came from the file is not written back: its age must stay visible. */
    private long loadedEpoch;

    private long loadedRevision;

    /** @param thread the keeper's own */
    public LastKnownGood(
            Path directory,
            PolicyKeeper keeper,
            SignedFrame.Key key,
            BackgroundTasks thread,
            Optional<Duration> maxAge) {
        this.file = new SignedFile(
                directory.resolve("policy.last-known-good"),
                key,
                SignedFrame.Purpose.LAST_KNOWN_GOOD,
                "the last-known-good policy");
        this.keeper = keeper;
        this.thread = thread;
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
        if (!scheduled && policy.epoch() > 0 && !fromFile) {
            scheduled = true;
            thread.after(Duration.ofSeconds(1), this::save);
        }
    }

    /** On the keeper's thread. */
    void save() {
        scheduled = false;
        try {
            file.write(PolicyWire.encode(keeper.held()));
        } catch (IOException e) {
            LOG.warnf("the last-known-good policy cannot be written: %s", e.getMessage());
        }
    }
}
