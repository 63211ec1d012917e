package dev.sluice.admin.store;

import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.settings.AdminSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * PostgreSQL. Connections are made when first needed, so a server that is down costs calls, never the start. Methods wait:
 * call them on virtual threads, never on an event loop. What fails because the server is away is refused as unavailable.
 */
@Singleton
public final class Database {
    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final long PATIENCE_SECONDS = 6;

    private final Pool pool;
    private final Vertx vertx;
    private final PgConnectOptions options;

    Database(AdminSettings settings, Vertx vertx) {
        this.vertx = vertx;
        options = options(settings.postgres());
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(16).setIdleTimeout(300))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    private static PgConnectOptions options(AdminSettings.Postgres postgres) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(postgres.host())
                .setPort(postgres.port())
                .setDatabase(postgres.database())
                .setCachePreparedStatements(true)
                .addProperty("application_name", "sluice-admin-api")
                .addProperty("lock_timeout", "2s")
                .addProperty("statement_timeout", "5s");
        options.setConnectTimeout(2_000);
        postgres.user().ifPresent(options::setUser);
        postgres.password().ifPresent(options::setPassword);
        return options;
    }

    /** What a transaction does. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Statements statements);
    }

    public RowSet<Row> query(String sql, Object... parameters) {
        return await(pool.preparedQuery(sql).execute(Tuple.from(parameters)));
    }

    /** Commits what {@code work} did, or nothing of it when it throws. */
    public <T> T transaction(Work<T> work) {
        SqlConnection connection = acquire();
        try {
            Transaction transaction = await(connection.begin());
            try {
                T result = work.run(new Statements(this, connection));
                await(transaction.commit());
                return result;
            } catch (RuntimeException e) {
                rollBack(transaction);
                throw e;
            }
        } finally {
            connection.close();
        }
    }

    /** The pool's own timeout for this reports an error for every connection that fails first, so {@link #await} is the limit. */
    private SqlConnection acquire() {
        Future<SqlConnection> connection = pool.getConnection();
        try {
            return await(connection);
        } catch (RuntimeException e) {
            // One that comes too late goes back.
            connection.onSuccess(SqlConnection::close);
            throw e;
        }
    }

    private void rollBack(Transaction transaction) {
        try {
            await(transaction.rollback());
        } catch (RuntimeException e) {
            LOG.debugf("rollback: %s", e.toString());
        }
    }

    /** A connection outside of the pool, for locks that last as long as the connection. The caller closes it. */
    public PgConnection dedicated() {
        return await(PgConnection.connect(vertx, options));
    }

    public PgConnectOptions connectOptions() {
        return new PgConnectOptions(options);
    }

    public <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw refusal(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw Refusal.unavailable("PostgreSQL does not answer: try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("the process is stopping");
        }
    }

    /** Classes 08, 53, 57 and lock timeouts mean "not now"; any other error of the server is a fault of ours. */
    private static RuntimeException refusal(Throwable cause) {
        if (cause instanceof PgException e && e.getSqlState() != null) {
            String state = e.getSqlState();
            boolean passing = state.startsWith("08")
                    || state.startsWith("53")
                    || state.startsWith("57")
                    || state.startsWith("55P03");
            if (!passing && !state.startsWith("28") && !state.startsWith("3D") && !state.equals("42P01")) {
                return new IllegalStateException(
                        "PostgreSQL refused a statement: " + state + " " + e.getErrorMessage(), e);
            }
            LOG.debugf("PostgreSQL: %s %s", state, e.getErrorMessage());
            return Refusal.unavailable("PostgreSQL cannot do this now: try again");
        }
        LOG.debugf("PostgreSQL: %s", cause.toString());
        return Refusal.unavailable("PostgreSQL cannot be reached: try again");
    }

    @PreDestroy
    void close() {
        pool.close();
    }
}
