package dev.sluice.admin.gateway;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.bus.Bus;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Puts one kind of question to all gateways. Thread-safe; the call waits.
 *
 * @param <A> what each answers
 */
final class Inquiry<A> {
    private static final Logger LOG = Logger.getLogger(Inquiry.class);
    private static final long PATIENCE_NANOS = 400_000_000;
    private static final int MAX_AT_ONCE = 16;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Bus bus;
    private final GatewayStatuses gateways;
    private final String subject;
    private final Class<A> type;
    private final Function<A, String> instance;
    private final Semaphore turns = new Semaphore(MAX_AT_ONCE);

    /** @param instance tells whose answer it is */
    Inquiry(Bus bus, GatewayStatuses gateways, String subject, Class<A> type, Function<A, String> instance) {
        this.bus = bus;
        this.gateways = gateways;
        this.subject = subject;
        this.type = type;
        this.instance = instance;
    }

    /**
     * @param byInstance in the order in which they came
     * @param of gateways that answered or were heard of lately
     */
    record Answers<A>(Map<String, A> byInstance, int of) {}

    static byte[] encode(Object question) {
        try {
            return JSON.writeValueAsBytes(question);
        } catch (IOException e) {
            throw new IllegalArgumentException("a question cannot be written", e);
        }
    }

    /** Waits until all gateways that were heard of lately have answered, at most 400 ms. */
    Answers<A> ask(byte[] question) {
        Connection connection = bus.connection()
                .orElseThrow(() -> Refusal.unavailable(
                        "the gateways cannot be asked: NATS is not connected: see that the server of SLUICE_NATS_URL"
                                + " runs and try again"));
        if (!turns.tryAcquire()) {
            throw Refusal.unavailable("many are asking the gateways at the moment: try again");
        }
        try {
            Set<String> expected = gateways.liveInstances();
            Map<String, A> answers = ask(connection, question, expected);
            int silent = (int) expected.stream()
                    .filter(known -> !answers.containsKey(known))
                    .count();
            return new Answers<>(answers, answers.size() + silent);
        } catch (IllegalStateException e) {
            throw Refusal.unavailable("the gateways cannot be asked: NATS has just been lost: try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("the process is stopping");
        } finally {
            turns.release();
        }
    }

    private Map<String, A> ask(Connection connection, byte[] question, Set<String> expected)
            throws InterruptedException {
        Map<String, A> answers = new LinkedHashMap<>();
        String inbox = connection.createInbox();
        Subscription subscription = connection.subscribe(inbox);
        try {
            connection.publish(subject, inbox, question);
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

    private void read(Message message, Map<String, A> answers) {
        try {
            A answer = JSON.readValue(message.getData(), type);
            answers.put(instance.apply(answer), answer);
        } catch (IOException e) {
            LOG.warnf("a gateway's answer cannot be read: %s", e.getMessage());
        }
    }
}
