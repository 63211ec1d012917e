package dev.sluice.gateway.limit;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.LimitStateRequest;
import dev.sluice.contract.bus.Subjects;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Answers the control plane's question how a limit stands. */
final class StateAnswers {
    private static final Logger LOG = Logger.getLogger(StateAnswers.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Whoever asks gives up soon: more than these need not be answered. */
    private static final int MAX_WAITING = 32;

    private final Bus bus;
    private final Executor thread;
    private final LocalState state;
    private final AtomicInteger waiting = new AtomicInteger();
    private @Nullable Connection subscribed;

    /** @param thread the only one that looks at the state */
    StateAnswers(Bus bus, Executor thread, LocalState state) {
        this.bus = bus;
        this.thread = thread;
        this.state = state;
    }

    void start() {
        bus.onConnected(() -> bus.connection().ifPresent(this::subscribe));
    }

    private void subscribe(Connection connection) {
        if (!connection.equals(subscribed)) {
            subscribed = connection;
            connection.createDispatcher(message -> asked(connection, message)).subscribe(Subjects.LIMIT_STATE);
        }
    }

    private void asked(Connection connection, Message message) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return;
        }
        thread.execute(() -> {
            waiting.decrementAndGet();
            answer(connection, message);
        });
    }

    private void answer(Connection connection, Message message) {
        try {
            LimitStateRequest request = JSON.readValue(message.getData(), LimitStateRequest.class);
            connection.publish(message.getReplyTo(), JSON.writeValueAsBytes(state.of(request.rule())));
        } catch (IOException | RuntimeException e) {
            LOG.debugf("the state of a limit was not told: %s", e.toString());
        }
    }
}
