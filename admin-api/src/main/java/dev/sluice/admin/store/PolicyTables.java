package dev.sluice.admin.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.ChangeSet;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyJson;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.PolicyWire;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements on {@code objects}, {@code config_head} and {@code outbox}. */
public final class PolicyTables {
    /** One statement, so head and objects are of one moment. */
    private static final String SINCE = """
            SELECT h.epoch, h.revision AS head, o.kind, o.name, o.revision, o.object::text AS object
            FROM config_head h LEFT JOIN objects o ON o.revision > $1""";

    private static final String UPSERT = """
            INSERT INTO objects (kind, name, team, revision, object, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, $7)
            ON CONFLICT (kind, name) DO UPDATE SET team = excluded.team, revision = excluded.revision,
                object = excluded.object, created_at = excluded.created_at, updated_at = excluded.updated_at""";

    private PolicyTables() {}

    /** Changes after a revision, tombstones included, and the head they lead to. */
    public record Since(Head head, List<Change> changes) {}

    public static Since since(RowSet<Row> rows) {
        Head head = new Head(0, 0);
        List<Change> changes = new ArrayList<>();
        for (Row row : rows) {
            head = new Head(row.getLong("epoch"), row.getLong("head"));
            if (row.getString("kind") != null) {
                change(row).ifPresent(changes::add);
            }
        }
        return new Since(head, changes);
    }

    public static Since since(Database database, long revision) {
        return since(database.query(SINCE, revision));
    }

    public static Since since(Statements statements, long revision) {
        return since(statements.run(SINCE, revision));
    }

    /** Waits for whoever is changing policy; from here on to the commit nobody else does. */
    public static Head lock(Statements statements) {
        Row row = statements
                .run("SELECT epoch, revision FROM config_head FOR UPDATE")
                .iterator()
                .next();
        return new Head(row.getLong("epoch"), row.getLong("revision"));
    }

    /** Writes a change-set: the objects, the outbox entry, and last the head. */
    public static void write(Statements statements, ChangeSet set, byte[] frame) {
        OffsetDateTime now = set.committedAt().atOffset(ZoneOffset.UTC);
        statements.runBatch(UPSERT, set.changes().stream().map(c -> row(c, now)).toList());
        statements.run(
                "INSERT INTO outbox (epoch, revision, payload, committed_at) VALUES ($1, $2, $3, $4)",
                set.epoch(),
                set.revision(),
                Buffer.buffer(frame),
                now);
        statements.run("UPDATE config_head SET revision = $1", set.revision());
        statements.run("SELECT pg_notify('sluice_policy', $1)", String.valueOf(set.revision()));
    }

    private static Tuple row(Change change, OffsetDateTime now) {
        PolicyObject object = change.object();
        Instant created = object == null ? null : object.metadata().createdAt();
        return Tuple.of(
                change.id().kind().manifestName(),
                change.id().name(),
                object == null ? null : object.metadata().team(),
                change.revision(),
                object == null ? null : PolicyWire.write(object).toString(),
                created == null ? now : created.atOffset(ZoneOffset.UTC),
                now);
    }

    private static Optional<Change> change(Row row) {
        Optional<Kind> kind = Kind.ofManifestName(row.getString("kind"));
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        ObjectId id = new ObjectId(kind.get(), row.getString("name"));
        String text = row.getString("object");
        long revision = row.getLong("revision");
        if (text == null) {
            return Optional.of(Change.tombstone(id, revision));
        }
        try {
            return PolicyWire.read(PolicyJson.MAPPER.readTree(text)).map(object -> Change.put(object, revision));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(id + " is stored as something that is no JSON", e);
        } catch (IOException e) {
            throw new IllegalStateException(id + " is stored in a form that cannot be read", e);
        }
    }
}
