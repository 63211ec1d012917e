package dev.sluice.admin.alert;

import dev.sluice.admin.store.Database;
import io.vertx.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is on its way to channels. Several processes may take from it; none takes what another holds. */
@Singleton
public final class DeliveryQueue {
    /** The oldest of every channel that is not busy; another try is due when nothing is heard of this one for a minute. */
    private static final String CLAIM = """
            UPDATE alert_deliveries d SET attempts = d.attempts + 1, next_try = now() + interval '60 seconds'
            FROM alerts a WHERE a.seq = d.alert AND (d.alert, d.channel) IN (
                SELECT alert, channel FROM alert_deliveries
                WHERE state = 'pending' AND next_try <= now() AND (alert, channel) IN (
                    SELECT DISTINCT ON (channel) alert, channel FROM alert_deliveries
                    WHERE state = 'pending' AND next_try <= now() AND NOT channel = ANY($1)
                    ORDER BY channel, next_try, alert)
                ORDER BY next_try LIMIT $2 FOR UPDATE SKIP LOCKED)
            RETURNING d.alert, d.channel, d.attempts, d.created_at, a.event::text AS event""";

    private static final String END_OF_DELETED = """
            UPDATE alert_deliveries SET state = 'failed', last_error = 'the channel was deleted'
            WHERE state = 'pending' AND NOT channel = ANY($1)""";

    private final Database database;

    DeliveryQueue(Database database) {
        this.database = database;
    }

    /** @param attempt 1 is the first */
    record Delivery(long alert, String channel, int attempt, Instant createdAt, Notice notice) {}

    List<Delivery> claim(Collection<String> busy, int most) {
        List<Delivery> claimed = new ArrayList<>();
        for (Row row : database.query(CLAIM, busy.toArray(String[]::new), most)) {
            claimed.add(new Delivery(
                    row.getLong("alert"),
                    row.getString("channel"),
                    row.getInteger("attempts"),
                    row.getOffsetDateTime("created_at").toInstant(),
                    Notice.read(row.getString("event"))));
        }
        return claimed;
    }

    void sent(Delivery delivery) {
        database.query(
                "UPDATE alert_deliveries SET state = 'sent', last_error = NULL, delivered_at = now()"
                        + " WHERE alert = $1 AND channel = $2",
                delivery.alert(),
                delivery.channel());
    }

    void again(Delivery delivery, Duration after, String error) {
        database.query(
                "UPDATE alert_deliveries SET last_error = $3, next_try = $4"
                        + " WHERE alert = $1 AND channel = $2 AND state = 'pending'",
                delivery.alert(),
                delivery.channel(),
                error,
                OffsetDateTime.now(ZoneOffset.UTC).plus(after));
    }

    void failed(Delivery delivery, String error) {
        database.query(
                "UPDATE alert_deliveries SET state = 'failed', last_error = $3"
                        + " WHERE alert = $1 AND channel = $2 AND state = 'pending'",
                delivery.alert(),
                delivery.channel(),
                error);
    }

    /** @param channels all there are */
    void endOfDeleted(Collection<String> channels) {
        database.query(END_OF_DELETED, (Object) channels.toArray(String[]::new));
    }
}
