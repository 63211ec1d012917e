package dev.sluice.admin.policy;

import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.admin.store.Database;
import dev.sluice.admin.store.Head;
import dev.sluice.admin.store.PolicyTables;
import dev.sluice.admin.store.Statements;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.ChangeSet;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.PolicyWire;
import dev.sluice.contract.secret.SignedFrame;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which policy changes. A change locks the head first, so that what it was checked against is what it is
 * committed to (a Model cannot appear while its account disappears); it takes the next revision last. Changes are short,
 * and the lock makes revision order commit order, without gaps.
 */
@Singleton
public final class Revisions {
    private final Database database;
    private final LivePolicy live;
    private final ChangeCheck check;
    private final CommitSignal signal;
    private final SignedFrame.Key signingKey;
    /** Writers of this process queue here instead of on connections. */
    private final ReentrantLock writers = new ReentrantLock(true);

    Revisions(Database database, LivePolicy live, ChangeCheck check, CommitSignal signal, AdminSettings settings) {
        this.database = database;
        this.live = live;
        this.check = check;
        this.signal = signal;
        signingKey = settings.kek().signingKey();
    }

    /** Edits a draft. May run without its result being committed, so it must have no other effect. */
    @FunctionalInterface
    public interface Edit<T extends @Nullable Object> {
        T apply(Draft draft);
    }

    /** Commits the edit as one revision, or refuses all of it. An edit that changes nothing takes no revision. */
    public <T extends @Nullable Object> Committed<T> change(Author author, boolean force, Edit<T> edit) {
        lockWriters();
        try {
            Prepared<T> prepared = database.transaction(statements -> prepare(author, force, edit, statements));
            if (prepared.set() != null) {
                live.committed(prepared.set());
                signal.raise();
            }
            return prepared.committed();
        } finally {
            writers.unlock();
        }
    }

    /** What {@link #change} would do, without doing it. */
    public <T extends @Nullable Object> Committed<T> preview(Author author, Edit<T> edit) {
        live.catchUp();
        Draft draft = new Draft(live);
        T value = edit.apply(draft);
        Head head = live.head();
        return new Committed<>(head.epoch(), head.revision(), draft.edited(), check.check(author, true, draft), value);
    }

    private record Prepared<T extends @Nullable Object>(
            Committed<T> committed, @Nullable ChangeSet set) {}

    private <T extends @Nullable Object> Prepared<T> prepare(
            Author author, boolean force, Edit<T> edit, Statements statements) {
        Head head = PolicyTables.lock(statements);
        live.catchUp(head, statements);
        Draft draft = new Draft(live);
        T value = edit.apply(draft);
        List<String> warnings = check.check(author, force, draft);
        for (Draft.Alongside alongside : draft.alongside()) {
            statements.runBatch(alongside.sql(), List.of(alongside.parameters()));
        }
        ChangeSet set = changeSet(head, draft);
        if (set.changes().isEmpty()) {
            return new Prepared<>(
                    new Committed<>(head.epoch(), head.revision(), draft.edited(), warnings, value), null);
        }
        byte[] frame = SignedFrame.sign(signingKey, SignedFrame.Purpose.CHANGE_SET, PolicyWire.encode(set));
        PolicyTables.write(statements, set, frame);
        return new Prepared<>(new Committed<>(set.epoch(), set.revision(), draft.edited(), warnings, value), set);
    }

    private static ChangeSet changeSet(Head head, Draft draft) {
        long revision = head.revision() + 1;
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        List<Change> changes = new ArrayList<>();
        for (Draft.Edited edited : draft.edited()) {
            if (!edited.isSame()) {
                changes.add(
                        edited.after() == null
                                ? Change.tombstone(edited.id(), revision)
                                : Change.put(stamped(edited, edited.after(), revision, now), revision));
            }
        }
        return new ChangeSet(head.epoch(), revision, now, changes);
    }

    private static PolicyObject stamped(Draft.Edited edited, PolicyObject after, long revision, Instant now) {
        Instant created = edited.before() == null
                ? now
                : Objects.requireNonNullElse(edited.before().metadata().createdAt(), now);
        return new PolicyObject(
                after.kind(), after.metadata().stamped(revision, created, now), after.spec(), after.status());
    }

    private void lockWriters() {
        try {
            if (!writers.tryLock(5, TimeUnit.SECONDS)) {
                throw Refusal.unavailable("many changes are waiting: try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("the process is stopping");
        }
    }
}
