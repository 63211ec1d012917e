package dev.sluice.admin.publish;

import dev.sluice.admin.policy.CommitSignal;
import dev.sluice.admin.store.Database;
import io.vertx.pgclient.PgConnection;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * One replica at a time publishes: the one whose connection holds an advisory lock, which PostgreSQL frees when that
 * connection ends. The same connection listens for the commits of the others. One thread uses this; any may ask who leads.
 */
@Singleton
public final class Leadership {
    private static final long LOCK = 0x736c756963650001L;

    private final Database database;
    private final CommitSignal signal;
    private @Nullable PgConnection connection;
    private volatile boolean open;
    private volatile boolean leading;

    Leadership(Database database, CommitSignal signal) {
        this.database = database;
        this.signal = signal;
    }

    /** Whether this replica leads, as last known. On any thread. */
    public boolean leads() {
        return leading && open;
    }

    /** Tries to lead, and says whether this replica does. */
    boolean isMine() {
        PgConnection held = connected();
        if (!leading) {
            leading = database.await(held.preparedQuery("SELECT pg_try_advisory_lock($1) AS mine")
                            .execute(io.vertx.sqlclient.Tuple.of(LOCK)))
                    .iterator()
                    .next()
                    .getBoolean("mine");
        }
        return leading;
    }

    /** As of the last time that the relay's thread tried; false as soon as the connection is known to be gone. */
    public boolean isLeading() {
        return leading && open;
    }

    private PgConnection connected() {
        PgConnection held = connection;
        if (held != null && open) {
            return held;
        }
        leading = false;
        PgConnection fresh = database.dedicated();
        open = true;
        fresh.closeHandler(_ -> {
            open = false;
            signal.raise();
        });
        fresh.notificationHandler(_ -> signal.raise());
        database.await(fresh.query("LISTEN sluice_policy").execute());
        connection = fresh;
        return fresh;
    }

    @PreDestroy
    void close() {
        if (connection != null) {
            connection.close();
        }
    }
}
