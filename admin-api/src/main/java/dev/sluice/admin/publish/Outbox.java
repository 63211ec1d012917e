package dev.sluice.admin.publish;

import dev.sluice.admin.store.Database;
import dev.sluice.admin.store.Head;
import io.vertx.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Committed change-sets that wait to be published. */
@Singleton
public final class Outbox {
    private static final int AT_ONCE = 200;

    private final Database database;

    Outbox(Database database) {
        this.database = database;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(Head head, byte[] frame) {}

    /** In the order of their commits. */
    List<Entry> waiting() {
        List<Entry> entries = new ArrayList<>();
        for (Row row : database.query(
                "SELECT epoch, revision, payload FROM outbox WHERE published_at IS NULL"
                        + " ORDER BY epoch, revision LIMIT $1",
                AT_ONCE)) {
            entries.add(new Entry(
                    new Head(row.getLong("epoch"), row.getLong("revision")),
                    row.getBuffer("payload").getBytes()));
        }
        return entries;
    }

    void published(Head upTo) {
        database.query(
                "UPDATE outbox SET published_at = now() WHERE published_at IS NULL"
                        + " AND (epoch, revision) <= ($1, $2)",
                upTo.epoch(),
                upTo.revision());
    }

    /** Published ones are of no use but for looking into an incident. */
    void forgetOld() {
        database.query("DELETE FROM outbox WHERE published_at < now() - interval '7 days'");
    }

    /** Begins a new epoch, above one that the stream has seen: this database was restored from an older copy. */
    void raiseEpochAbove(long epoch) {
        database.transaction(statements -> {
            statements.run("UPDATE config_head SET epoch = greatest(epoch, $1) + 1", epoch);
            // What waits is of an epoch that is over; the snapshot holds it.
            statements.run("UPDATE outbox SET published_at = now() WHERE published_at IS NULL");
            return statements.run("SELECT pg_notify('sluice_policy', 'epoch')");
        });
    }
}
