package dev.sluice.gateway.health;

import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.policy.PolicySnapshot;
import io.nats.client.Connection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells other gateways what this one has found out, and takes in what they tell: changes at once, everything every five seconds
 * and to newcomers. Without NATS each gateway goes by what it sees itself. The owner closes it.
 */
public final class HealthBus implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HealthBus.class);
    private static final long PERIOD_MILLIS = 5_000;
    private static final long LEAST_PAUSE_NANOS = 50_000_000;

    private final Bus bus;
    private final String instance;
    private final String region;
    private final TargetHealth health;
    private final Pace.Book paces;
    private final Supplier<@Nullable PolicySnapshot> policy;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("health").daemon().factory());
    /** Not told yet; as many as policy has targets. */
    private final Set<TargetKey> changed = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean allWanted = new AtomicBoolean();
    private final AtomicBoolean hadNoPolicy = new AtomicBoolean(true);
    private volatile long toldNanos = System.nanoTime() - LEAST_PAUSE_NANOS;
    private @Nullable Connection subscribed;

    /**
     * @param instance of this process alone
     * @param region whose gateways are told and listened to: from elsewhere a provider may look different
     */
    public HealthBus(
            Bus bus,
            String instance,
            String region,
            TargetHealth health,
            Pace.Book paces,
            Supplier<@Nullable PolicySnapshot> policy) {
        this.bus = bus;
        this.instance = instance;
        this.region = region;
        this.health = health;
        this.paces = paces;
        this.policy = policy;
    }

    public void start() {
        health.onChange(this::changed);
        bus.onConnected(() -> bus.connection().ifPresent(this::connected));
        Future<?> _ = thread.scheduleWithFixedDelay(
                () -> guarded(this::tellAll), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Subscriptions outlive a reconnect of the same connection; what was told meanwhile is lost. */
    private void connected(Connection connection) {
        if (!connection.equals(subscribed)) {
            subscribed = connection;
            connection.createDispatcher(message -> received(message.getData())).subscribe(Subjects.HEALTH + ".*");
        }
        publish(true, List.of(), List.of());
        allWanted.set(true);
        tellSoon();
    }

    /** To be told of each policy. What others said before the first one was about targets that were not known. */
    public void policyChanged(PolicySnapshot inForce) {
        if (hadNoPolicy.compareAndSet(true, false)) {
            publish(true, List.of(), List.of());
        }
    }

    private void changed(TargetKey key) {
        changed.add(key);
        tellSoon();
    }

    private void tellSoon() {
        if (scheduled.compareAndSet(false, true)) {
            long wait = LEAST_PAUSE_NANOS - (System.nanoTime() - toldNanos);
            try {
                Future<?> _ = thread.schedule(() -> guarded(this::tell), Math.max(0, wait), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("health is not told any more");
            }
        }
    }

    private void tell() {
        toldNanos = System.nanoTime();
        scheduled.set(false);
        List<Finding> findings = new ArrayList<>();
        changed.removeIf(key -> {
            Finding finding = health.finding(key);
            return finding == null || findings.add(finding);
        });
        publishAll(findings);
        if (allWanted.getAndSet(false)) {
            tellAll();
        }
    }

    private void tellAll() {
        publishAll(health.findings());
        List<Pace> measured = paces.measured();
        if (!measured.isEmpty()) {
            publish(false, List.of(), measured);
        }
    }

    private void publishAll(List<Finding> findings) {
        for (int from = 0; from < findings.size(); from += HealthMessage.MOST_FINDINGS) {
            int to = Math.min(findings.size(), from + HealthMessage.MOST_FINDINGS);
            publish(false, findings.subList(from, to), List.of());
        }
    }

    private void publish(boolean hello, List<Finding> findings, List<Pace> measured) {
        bus.connection()
                .ifPresent(connection -> connection.publish(
                        Subjects.HEALTH + "." + instance,
                        new HealthMessage(instance, region, hello, findings, measured).encode()));
    }

    private void received(byte[] bytes) {
        try {
            HealthMessage message = HealthMessage.decode(bytes);
            PolicySnapshot known = policy.get();
            if (known == null
                    || message.instance().equals(instance)
                    || !message.region().equals(region)) {
                return;
            }
            for (Finding finding : message.findings()) {
                health.told(known, finding);
            }
            for (Pace pace : message.paces()) {
                if (known.model(pace.model()) != null) {
                    paces.told(pace);
                }
            }
            if (message.hello()) {
                allWanted.set(true);
                tellSoon();
            }
        } catch (IOException e) {
            LOG.debugf("a message about health cannot be read: %s", e.getMessage());
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.debugf("health was not told: %s", e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
