package dev.sluice.admin.alert;

import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.contract.policy.AlertChannelSpec;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Carries what is due to the channels, one message at a time to each, so that a channel that hangs holds up none but itself.
 * At least once: a message whose outcome could not be kept goes out again. Every replica has one. {@link #round} is for one thread.
 */
@Singleton
public final class Courier {
    private static final Logger LOG = Logger.getLogger(Courier.class);
    private static final int MOST_AT_ONCE = 16;

    private final DeliveryQueue queue;
    private final LivePolicy live;
    private final Channels channels;
    private final MeterRegistry metrics;
    private final Random random = new Random();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    Courier(DeliveryQueue queue, LivePolicy live, Channels channels, MeterRegistry metrics) {
        this.queue = queue;
        this.live = live;
        this.channels = channels;
        this.metrics = metrics;
    }

    /** Sends what is due, and does not wait for it. */
    void round() {
        int free = MOST_AT_ONCE - busy.size();
        if (free <= 0) {
            return;
        }
        for (DeliveryQueue.Delivery delivery : queue.claim(busy, free)) {
            busy.add(delivery.channel());
            Thread.ofVirtual().name("alert-" + delivery.channel()).start(() -> carry(delivery));
        }
    }

    private void carry(DeliveryQueue.Delivery delivery) {
        try {
            Optional<AlertChannelSpec> channel = channel(delivery.channel());
            if (channel.isEmpty()) {
                queue.failed(delivery, "the channel was deleted");
                return;
            }
            settle(delivery, channel.get(), channels.send(delivery.channel(), channel.get(), delivery.notice()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Its claim runs out, and it is tried again.
            LOG.warnf("alert channel %s: %s", delivery.channel(), e.getClass().getSimpleName());
        } finally {
            busy.remove(delivery.channel());
        }
    }

    /** Another replica may have made it just now. */
    private Optional<AlertChannelSpec> channel(String name) {
        ObjectId id = new ObjectId(Kind.ALERT_CHANNEL, name);
        PolicyObject object = live.object(id);
        if (object == null) {
            live.catchUp();
            object = live.object(id);
        }
        return object != null && object.spec() instanceof AlertChannelSpec spec ? Optional.of(spec) : Optional.empty();
    }

    private void settle(DeliveryQueue.Delivery delivery, AlertChannelSpec channel, Outcome outcome) {
        Optional<Duration> pause = outcome.isFinal()
                ? Optional.empty()
                : Backoff.after(delivery.attempt(), delivery.createdAt(), Instant.now(), random);
        String what;
        if (outcome.delivered()) {
            queue.sent(delivery);
            what = "sent";
        } else if (pause.isPresent()) {
            queue.again(delivery, pause.get(), outcome.message());
            what = "retried";
        } else {
            queue.failed(delivery, outcome.message());
            LOG.warnf("an alert is given up, channel %s: %s", delivery.channel(), outcome.message());
            what = "failed";
        }
        metrics.counter("sluice_alert_deliveries", "type", channel.type().wireName(), "outcome", what)
                .increment();
    }
}
