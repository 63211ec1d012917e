package dev.sluice.admin.alert;

import dev.sluice.admin.gateway.LimitStanding;
import dev.sluice.admin.store.Database;
import dev.sluice.admin.store.Statements;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which thresholds were passed in which period. Several processes may write the same: one of them is told that it is new. */
@Singleton
public final class AlertLog {
    /** A threshold that is there already stays as it is. */
    private static final String RECORD = """
            INSERT INTO alerts (budget, segment, quota, period_start, period_end, threshold, event)
            VALUES ($1, $2, $3, $4, $5, $6, $7::text::json) ON CONFLICT DO NOTHING RETURNING seq""";

    private final Database database;

    AlertLog(Database database) {
        this.database = database;
    }

    /**
     * Keeps that the thresholds are passed, and what is to be said of the highest if that is new.
     *
     * @param channels that it is said on
     * @return whether there is something to say
     */
    boolean record(Passing passing, Notice notice, List<String> channels) {
        return database.transaction(statements -> {
            Long told = null;
            for (int threshold : passing.thresholds()) {
                boolean first = threshold == passing.highest();
                Long seq = insert(statements, passing, threshold, first ? notice.body() : null);
                told = first ? seq : told;
            }
            if (told != null) {
                for (String channel : channels.stream().distinct().toList()) {
                    statements.run("INSERT INTO alert_deliveries (alert, channel) VALUES ($1, $2)", told, channel);
                }
            }
            return told != null;
        });
    }

    /** In the order that is the same for all, so that two who do this at once wait and do not lock each other. */
    private static @Nullable Long insert(
            Statements statements, Passing passing, int threshold, @Nullable String event) {
        Instant end = passing.end();
        RowSet<Row> rows = statements.run(
                RECORD,
                passing.budget(),
                segment(passing.segment()),
                passing.segment().unit() + "/" + passing.segment().window(),
                passing.start().atOffset(ZoneOffset.UTC),
                end == null ? null : end.atOffset(ZoneOffset.UTC),
                threshold,
                event);
        return rows.size() == 0 ? null : rows.iterator().next().getLong("seq");
    }

    static String segment(LimitStanding.Segment segment) {
        String text = (segment.subject() == null ? "" : segment.subject()) + "\n"
                + Notice.JSON.valueToTree(new TreeMap<>(segment.key()));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Of periods that ended long ago: they cannot be passed again. */
    void forgetOld() {
        database.query("DELETE FROM alerts WHERE period_end < now() - interval '93 days'");
    }
}
