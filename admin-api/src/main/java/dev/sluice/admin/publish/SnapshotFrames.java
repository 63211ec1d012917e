package dev.sluice.admin.publish;

import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.admin.store.Head;
import dev.sluice.contract.policy.PolicyWire;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.contract.secret.SignedFrame;
import jakarta.inject.Singleton;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The signed snapshot of policy in memory. Made when first asked for at a revision, so it outlives PostgreSQL. */
@Singleton
public final class SnapshotFrames {
    private final LivePolicy live;
    private final SignedFrame.Key key;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Frame last;

    SnapshotFrames(LivePolicy live, AdminSettings settings) {
        this.live = live;
        key = settings.kek().signingKey();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(Head head, byte[] bytes) {}

    /** Takes a while for much policy: not for event loops. */
    Frame current() {
        Head head = live.head();
        Frame known = last;
        if (known != null && known.head().equals(head)) {
            return known;
        }
        making.lock();
        try {
            Frame other = last;
            if (other != null && other.head().compareTo(live.head()) >= 0) {
                return other;
            }
            Snapshot snapshot = live.snapshot();
            Frame made = new Frame(
                    new Head(snapshot.epoch(), snapshot.revision()),
                    SignedFrame.sign(key, SignedFrame.Purpose.SNAPSHOT, PolicyWire.encode(snapshot)));
            last = made;
            return made;
        } finally {
            making.unlock();
        }
    }
}
