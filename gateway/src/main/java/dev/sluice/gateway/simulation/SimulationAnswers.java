package dev.sluice.gateway.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.SimulationAnswer;
import dev.sluice.contract.bus.SimulationRequest;
import dev.sluice.contract.bus.Subjects;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers simulations that come over NATS, one after the other on a thread of its own, which is there while it is needed. The
 * owner closes it.
 */
public final class SimulationAnswers implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SimulationAnswers.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Whoever asks gives up after a second: more than these need not be answered. */
    private static final int MAX_WAITING = 64;

    private static final long IDLE_SECONDS = 10;

    private final Bus bus;
    private final Function<SimulationRequest, @Nullable SimulationAnswer> simulation;
    private final ThreadPoolExecutor thread;
    private @Nullable Connection subscribed;

    /** @param simulation null when there is no policy yet: nothing is answered then */
    public SimulationAnswers(Bus bus, Function<SimulationRequest, @Nullable SimulationAnswer> simulation) {
        this.bus = bus;
        this.simulation = simulation;
        thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().name("simulations").daemon().factory(),
                new ThreadPoolExecutor.DiscardPolicy());
        thread.allowCoreThreadTimeOut(true);
    }

    public void start() {
        bus.onConnected(() -> bus.connection().ifPresent(this::subscribe));
    }

    private void subscribe(Connection connection) {
        if (!connection.equals(subscribed)) {
            subscribed = connection;
            connection
                    .createDispatcher(message -> thread.execute(() -> answer(connection, message)))
                    .subscribe(Subjects.SIMULATE, Subjects.GATEWAYS);
        }
    }

    private void answer(Connection connection, Message message) {
        try {
            SimulationAnswer answer = simulation.apply(JSON.readValue(message.getData(), SimulationRequest.class));
            if (answer != null) {
                connection.publish(message.getReplyTo(), JSON.writeValueAsBytes(answer));
            }
        } catch (IOException | RuntimeException e) {
            LOG.debugf("a simulation was not answered: %s", e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
