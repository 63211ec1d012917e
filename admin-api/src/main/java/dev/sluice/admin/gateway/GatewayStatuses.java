package dev.sluice.admin.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.admin.store.Head;
import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.GatewayStatus;
import dev.sluice.contract.bus.Subjects;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The last word of every gateway, as heard on NATS. Thread-safe. */
@Singleton
public final class GatewayStatuses {
    static final Duration LIVE_WITHIN = Duration.ofSeconds(15);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
    private static final Logger LOG = Logger.getLogger(GatewayStatuses.class);
    private static final ObjectReader READER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(GatewayStatus.class);

    private final Bus bus;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();
    private volatile @Nullable Instant connectedAt;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    GatewayStatuses(Bus bus) {
        this.bus = bus;
    }

    record Heard(GatewayStatus status, Instant at) {
        boolean isLive(Instant now) {
            return !status.leaving() && isHeard(now);
        }

        /** Whether it has stopped in order: nobody need look after it. One that died is another matter. */
        boolean isGone(Instant now) {
            return status.leaving() && !isHeard(now);
        }

        private boolean isHeard(Instant now) {
            return at.plus(LIVE_WITHIN).isAfter(now);
        }
    }

    /** Listens from now on; the client renews the subscription after every reconnect. */
    public void listen() {
        bus.onConnected(() -> bus.connection().ifPresent(connection -> {
            connectedAt = clock.instant();
            if (subscribed.compareAndSet(false, true)) {
                Dispatcher dispatcher = connection.createDispatcher(this::hear);
                dispatcher.subscribe(Subjects.GATEWAY_STATUS + ".*");
            }
        }));
    }

    private void hear(Message message) {
        try {
            GatewayStatus status = READER.readValue(message.getData());
            Instant now = clock.instant();
            heard.put(status.instance(), new Heard(status, now));
            heard.values().removeIf(old -> old.at().plus(FORGOTTEN_AFTER).isBefore(now));
        } catch (JsonProcessingException e) {
            LOG.warnf("a gateway's status cannot be read: %s", e.getOriginalMessage());
        } catch (IOException e) {
            LOG.warnf("a gateway's status cannot be read: %s", e.getMessage());
        }
    }

    /** Since when nothing has been missed, as far as can be known; empty while NATS is not connected. */
    public Optional<Instant> listeningSince() {
        return bus.isConnected() ? Optional.ofNullable(connectedAt) : Optional.empty();
    }

    /** Whether anything was heard of it since then. */
    public boolean wasThere(String instance, Instant since) {
        Heard last = heard.get(instance);
        return last != null && !last.at().isBefore(since);
    }

    /** Whether its last word was that it leaves. */
    public boolean hasLeft(String instance) {
        Heard last = heard.get(instance);
        return last != null && last.status().leaving();
    }

    /** Instances that died, as those say that have taken up what they left behind. */
    public Set<String> recovered() {
        return heard.values().stream()
                .flatMap(gateway -> gateway.status().recovered().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    Collection<Heard> all() {
        return heard.values();
    }

    /** Those that were heard of lately. */
    Set<String> liveInstances() {
        Instant now = clock.instant();
        return heard.values().stream()
                .filter(gateway -> gateway.isLive(now))
                .map(gateway -> gateway.status().instance())
                .collect(Collectors.toUnmodifiableSet());
    }

    LiveWait.Live live(Head wanted) {
        Instant now = clock.instant();
        int of = 0;
        int instances = 0;
        for (Heard gateway : heard.values()) {
            if (gateway.isLive(now)) {
                of++;
                Head has = new Head(gateway.status().epoch(), gateway.status().revision());
                if (has.compareTo(wanted) >= 0) {
                    instances++;
                }
            }
        }
        return new LiveWait.Live(instances, of);
    }
}
