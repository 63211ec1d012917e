package dev.sluice.gateway.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.bus.TargetStates;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers the control plane's question how targets stand, on a thread that the connection has for it: what it looks at waits for
 * nobody. Both end with the connection.
 */
public final class TargetAnswers {
    private static final Logger LOG = Logger.getLogger(TargetAnswers.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Some 300 bytes each, and with all that a provider tells of its limits 1.5 kB: an answer fits into a message of any server. */
    static final int MOST = 500;
    /** Whoever asks gives up soon: more than these need not be answered. */
    private static final int MAX_WAITING = 32;

    private static final int MAX_WAITING_BYTES = 64 * 1024;

    private static final Comparator<TargetReading> WORST_FIRST = Comparator.comparing(TargetReading::state)
            .thenComparingInt(reading -> reading.seen().requests())
            .reversed();

    private final Bus bus;
    private final String instance;
    private final TargetHealth health;
    private @Nullable Connection subscribed;

    /** @param instance of this process alone */
    public TargetAnswers(Bus bus, String instance, TargetHealth health) {
        this.bus = bus;
        this.instance = instance;
        this.health = health;
    }

    public void start() {
        bus.onConnected(() -> bus.connection().ifPresent(this::subscribe));
    }

    /** Subscriptions outlive a reconnect of the same connection. */
    private void subscribe(Connection connection) {
        if (!connection.equals(subscribed)) {
            subscribed = connection;
            var dispatcher = connection.createDispatcher(message -> answer(connection, message));
            dispatcher.setPendingLimits(MAX_WAITING, MAX_WAITING_BYTES);
            dispatcher.subscribe(Subjects.TARGETS);
        }
    }

    private void answer(Connection connection, Message message) {
        try {
            connection.publish(message.getReplyTo(), JSON.writeValueAsBytes(states(health.readings())));
        } catch (IOException | RuntimeException e) {
            LOG.debugf("the state of targets was not told: %s", e.toString());
        }
    }

    TargetStates states(List<TargetReading> readings) {
        return new TargetStates(
                instance,
                readings.stream()
                        .sorted(WORST_FIRST)
                        .limit(MOST)
                        .map(TargetAnswers::told)
                        .toList(),
                readings.size() > MOST);
    }

    private static TargetStates.Target told(TargetReading reading) {
        TargetKey key = reading.key();
        TargetReading.Seen seen = reading.seen();
        return new TargetStates.Target(
                key.model(),
                key.account(),
                key.credential(),
                reading.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                reading.reason(),
                reading.outMillis(),
                seen.inFlight(),
                seen.requests(),
                seen.failures(),
                seen.firstContentNanos(),
                seen.limits().headers());
    }
}
