package dev.sluice.admin.gateway;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.LimitState;
import dev.sluice.contract.bus.LimitStateRequest;
import dev.sluice.contract.bus.Subjects;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Asks all gateways how a limit stands. Thread-safe; the call waits. */
@Singleton
public final class LimitStates {
    private static final Logger LOG = Logger.getLogger(LimitStates.class);
    private static final long PATIENCE_NANOS = 400_000_000;
    private static final int MAX_AT_ONCE = 16;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Bus bus;
    private final GatewayStatuses gateways;
    private final Semaphore turns = new Semaphore(MAX_AT_ONCE);

    LimitStates(Bus bus, GatewayStatuses gateways) {
        this.bus = bus;
        this.gateways = gateways;
    }

    /**
     * Waits until all gateways that were heard of lately have answered, at most 400 ms.
     *
     * @param rule {@link dev.sluice.contract.policy.LimitRule#key()}
     */
    public LimitStanding of(String rule) {
        Connection connection = bus.connection()
                .orElseThrow(() -> Refusal.unavailable(
                        "the gateways cannot be asked: NATS is not connected: see that the server of SLUICE_NATS_URL"
                                + " runs and try again"));
        if (!turns.tryAcquire()) {
            throw Refusal.unavailable("many are asking the gateways at the moment: try again");
        }
        try {
            Set<String> expected = gateways.liveInstances();
            Map<String, LimitState> answers = ask(connection, rule, expected);
            int of = (int) expected.stream()
                    .filter(instance -> !answers.containsKey(instance))
                    .count();
            return LimitStanding.sum(answers, answers.size() + of);
        } catch (IllegalStateException | IOException e) {
            throw Refusal.unavailable("the gateways cannot be asked: NATS has just been lost: try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("the process is stopping");
        } finally {
            turns.release();
        }
    }

    private static Map<String, LimitState> ask(Connection connection, String rule, Set<String> expected)
            throws IOException, InterruptedException {
        Map<String, LimitState> answers = new LinkedHashMap<>();
        String inbox = connection.createInbox();
        Subscription subscription = connection.subscribe(inbox);
        try {
            connection.publish(Subjects.LIMIT_STATE, inbox, JSON.writeValueAsBytes(new LimitStateRequest(rule)));
            long end = System.nanoTime() + PATIENCE_NANOS;
            // Nobody heard of may mean that this process has just started.
            while (expected.isEmpty() || !answers.keySet().containsAll(expected)) {
                long left = end - System.nanoTime();
                Message message = left <= 0 ? null : subscription.nextMessage(Duration.ofNanos(left));
                if (message == null) {
                    break;
                }
                read(message, answers);
            }
        } finally {
            subscription.unsubscribe();
        }
        return answers;
    }

    private static void read(Message message, Map<String, LimitState> answers) {
        try {
            LimitState state = JSON.readValue(message.getData(), LimitState.class);
            answers.put(state.instance(), state);
        } catch (IOException e) {
            LOG.warnf("a gateway's answer cannot be read: %s", e.getMessage());
        }
    }
}
