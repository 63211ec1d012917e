package dev.sluice.admin.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.admin.access.Caller;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.store.Database;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.LimitAmount;
import io.vertx.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was told of budgets, and what became of it, as far as the caller may read the budgets. */
@Singleton
public final class AlertHistory {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private static final String ALERTS = """
            SELECT seq, event::text AS event FROM alerts
            WHERE event IS NOT NULL AND seq < $1 AND ($2 OR budget = ANY($3)) ORDER BY seq DESC LIMIT $4""";

    private static final String DELIVERIES = """
            SELECT alert, channel, state, attempts, last_error, delivered_at FROM alert_deliveries
            WHERE alert = ANY($1) ORDER BY channel""";

    private final Database database;
    private final LivePolicy live;

    AlertHistory(Database database, LivePolicy live) {
        this.database = database;
        this.live = live;
    }

    /**
     * One alert. Amounts are dollars as decimal strings where the unit is {@code usd}.
     *
     * @param subject whose override it is
     * @param periodEnd absent of a lifetime
     */
    public record AlertItem(
            String id,
            Instant time,
            String budget,
            Map<String, String> key,
            @Nullable String subject,
            int threshold,
            double usedPercent,
            LimitAmount used,
            LimitAmount limit,
            String unit,
            String period,
            Instant periodStart,
            @Nullable Instant periodEnd,
            String mode,
            List<AlertDelivery> deliveries) {}

    /** @param state {@code pending, sent} or {@code failed} */
    public record AlertDelivery(
            String channel,
            String state,
            int attempts,
            @Nullable String lastError,
            @Nullable Instant deliveredAt) {}

    /** @param next to be given as {@code after} for the page that follows */
    public record AlertList(List<AlertItem> items, @Nullable String next) {}

    /** The newest first. */
    AlertList page(Caller caller, @Nullable Integer limit, @Nullable String after) {
        int size = limit == null ? DEFAULT_LIMIT : limit;
        if (size < 1 || size > MAX_LIMIT) {
            throw Refusal.field("limit", "must be 1 to " + MAX_LIMIT);
        }
        boolean all = caller.holdsEverywhere("budget:read");
        String[] readable = live.objects(Kind.BUDGET).values().stream()
                .filter(budget -> !all && caller.mayRead(budget))
                .map(budget -> budget.name())
                .toArray(String[]::new);
        List<Row> rows = new ArrayList<>();
        database.query(ALERTS, cursor(after), all, readable, size + 1).forEach(rows::add);
        String next = rows.size() > size ? String.valueOf(rows.get(size - 1).getLong("seq")) : null;
        List<Row> shown = rows.subList(0, Math.min(size, rows.size()));
        Map<Long, List<AlertDelivery>> deliveries =
                deliveries(shown.stream().map(row -> row.getLong("seq")).toArray(Long[]::new));
        return new AlertList(
                shown.stream()
                        .map(row ->
                                item(row.getString("event"), deliveries.getOrDefault(row.getLong("seq"), List.of())))
                        .toList(),
                next);
    }

    private static long cursor(@Nullable String after) {
        if (after == null) {
            return Long.MAX_VALUE;
        }
        if (!after.matches("[0-9]{1,18}")) {
            throw Refusal.field("after", "is not a cursor: give the next of the page before");
        }
        return Long.parseLong(after);
    }

    private Map<Long, List<AlertDelivery>> deliveries(Long[] alerts) {
        Map<Long, List<AlertDelivery>> deliveries = new HashMap<>();
        for (Row row : database.query(DELIVERIES, (Object) alerts)) {
            deliveries
                    .computeIfAbsent(row.getLong("alert"), _ -> new ArrayList<>())
                    .add(new AlertDelivery(
                            row.getString("channel"),
                            row.getString("state"),
                            row.getInteger("attempts"),
                            row.getString("last_error"),
                            row.getOffsetDateTime("delivered_at") == null
                                    ? null
                                    : row.getOffsetDateTime("delivered_at").toInstant()));
        }
        return deliveries;
    }

    private static AlertItem item(String text, List<AlertDelivery> deliveries) {
        JsonNode event;
        try {
            event = Notice.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an alert is stored as something that is no JSON", e);
        }
        Map<String, String> key = new TreeMap<>();
        event.path("key")
                .properties()
                .forEach(part -> key.put(part.getKey(), part.getValue().asText()));
        return new AlertItem(
                event.path("id").asText(),
                Instant.parse(event.path("time").asText()),
                event.path("budget").asText(),
                key,
                event.path("subject").asText(null),
                event.path("threshold").asInt(),
                event.path("usedPercent").asDouble(),
                amount(event.path("used")),
                amount(event.path("limit")),
                event.path("unit").asText(),
                event.path("period").asText(),
                Instant.parse(event.path("periodStart").asText()),
                event.path("periodEnd").isTextual()
                        ? Instant.parse(event.path("periodEnd").asText())
                        : null,
                event.path("mode").asText(),
                deliveries);
    }

    private static LimitAmount amount(JsonNode node) {
        return new LimitAmount(node.isTextual() ? node.asText() : Long.valueOf(node.asLong()));
    }
}
