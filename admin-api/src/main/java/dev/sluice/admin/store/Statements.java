package dev.sluice.admin.store;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of one transaction, one after the other. */
public final class Statements {
    private final Database database;
    private final SqlConnection connection;

    Statements(Database database, SqlConnection connection) {
        this.database = database;
        this.connection = connection;
    }

    public RowSet<Row> run(String sql, @Nullable Object... parameters) {
        return database.await(connection.preparedQuery(sql).execute(Tuple.from(parameters)));
    }

    public void runBatch(String sql, List<Tuple> rows) {
        if (!rows.isEmpty()) {
            database.await(connection.preparedQuery(sql).executeBatch(rows));
        }
    }
}
