package dev.sluice.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.contract.bus.LimitState;
import dev.sluice.contract.bus.LimitStateRequest;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.embedded.SharedServers;
import io.nats.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A gateway that has counted what a test says, for the budgets that the test names. */
public final class CountingGateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long DOLLAR = 1_000_000_000;

    private final Bus bus = Bus.connect(BusSettings.of(SharedServers.nats().url(), "test"));
    private final Map<String, List<LimitState.Segment>> counted = new ConcurrentHashMap<>();

    public CountingGateway() {
        for (int i = 0; !bus.isConnected() && i < 100; i++) {
            Api.sleep(50);
        }
        Connection connection = bus.connection().orElseThrow();
        connection
                .createDispatcher(question -> {
                    try {
                        String rule = JSON.readValue(question.getData(), LimitStateRequest.class)
                                .rule();
                        List<LimitState.Segment> segments = counted.get(rule);
                        if (segments != null) {
                            LimitState state = new LimitState("counting", segments, false);
                            connection.publish(question.getReplyTo(), JSON.writeValueAsBytes(state));
                        }
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .subscribe(Subjects.LIMIT_STATE);
        try {
            connection.flush(Duration.ofSeconds(2));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Dollars of a limit per calendar month, of UTC. */
    public void spent(String budget, Map<String, String> key, double dollars, long limit) {
        counted.put("b/" + budget, List.of(segment(key, dollars, limit, endOfMonth())));
    }

    static LimitState.Segment segment(Map<String, String> key, double dollars, long limit, Instant resetsAt) {
        return new LimitState.Segment(
                "",
                key,
                "usd",
                "month",
                limit * DOLLAR,
                Math.round(dollars * DOLLAR),
                0,
                resetsAt.toEpochMilli(),
                Map.of());
    }

    static Instant endOfMonth() {
        var now = java.time.LocalDate.now(java.time.ZoneOffset.UTC);
        return now.withDayOfMonth(1)
                .plusMonths(1)
                .atStartOfDay(java.time.ZoneOffset.UTC)
                .toInstant();
    }

    @Override
    public void close() {
        bus.close();
    }
}
