package dev.sluice.gateway.limit;

import dev.sluice.bus.Bus;
import dev.sluice.contract.limit.Counter;
import dev.sluice.contract.limit.Counters;
import dev.sluice.contract.limit.SegmentId;
import dev.sluice.contract.limit.SteadyClock;
import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.limit.gossip.Gossip;
import dev.sluice.contract.limit.lease.Leases;
import dev.sluice.contract.policy.LimitRules;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The part of keeping limits that is about the other gateways. But for {@link #start} and {@link #close}, one thread calls it. */
final class SharedLimits {
    private static final Logger LOG = Logger.getLogger(SharedLimits.class);
    /** Longer than any request goes on. */
    private static final long REQUEST_TIMEOUT_NANOS = Duration.ofMinutes(10).toNanos();

    private static final long MAX_WAITING_BYTES = 32 << 20;
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Bus bus;
    private final LimitThread thread;
    private final Supplier<LimitRules> rules;
    private final NatsLimitBus limitBus;
    private final NatsLeaseStore store;
    private final Gossip gossip;
    private final Leases leases;
    private final StateAnswers answers;
    private volatile boolean cutOff;

    SharedLimits(
            String instance,
            SteadyClock clock,
            Counters counters,
            Supplier<LimitRules> rules,
            Bus bus,
            LimitThread thread) {
        this.bus = bus;
        this.thread = thread;
        this.rules = rules;
        Inbox inbox = new Inbox(thread, MAX_WAITING_BYTES, this::received);
        limitBus = new NatsLimitBus(bus, instance, inbox);
        store = new NatsLeaseStore(bus);
        gossip = new Gossip(instance, clock, counters, rules, limitBus, REQUEST_TIMEOUT_NANOS);
        leases = new Leases(instance, clock, counters, rules, store, thread);
        answers = new StateAnswers(bus, thread, new LocalState(instance, clock, counters, rules, this::others));
    }

    private void received(byte[] message, boolean kept) {
        gossip.received(message, kept);
    }

    /** What they have told; of one that has told nothing, what it holds. */
    private Map<String, Long> others(SegmentId segment, Counter counter, Moment now) {
        Map<String, Long> told = gossip.others(segment, counter, now);
        if (counter.isStrict()) {
            leases.others(counter, now).forEach(told::putIfAbsent);
        }
        return told;
    }

    void start() {
        limitBus.start();
        answers.start();
    }

    void tick() {
        if (rules.get().size() > 0) {
            limitBus.readKept();
        }
        gossip.tick();
        cutOff = gossip.isCutOff();
        leases.tick();
    }

    void renewLeases() {
        leases.tick();
    }

    /** Says goodbye and gives leases back, within a second. Called by the owner, not on the thread. */
    void close() {
        long end = System.nanoTime() + GOODBYE.toNanos();
        thread.execute(() -> {
            gossip.stop();
            leases.stop();
        });
        try {
            // What follows from an answer may stand behind the first look, never behind the second.
            int quiet = 0;
            while (quiet < 2 && System.nanoTime() < end) {
                quiet = CompletableFuture.supplyAsync(store::inFlight, thread).get(left(end), TimeUnit.NANOSECONDS) == 0
                        ? quiet + 1
                        : 0;
                if (quiet == 0) {
                    Thread.sleep(2);
                }
            }
            Connection connection = bus.connection().orElse(null);
            if (connection != null) {
                connection.flush(Duration.ofNanos(left(end)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException | RuntimeException e) {
            LOG.debugf("left without a goodbye: %s", e.toString());
        }
    }

    private static long left(long end) {
        return Math.max(1_000_000, end - System.nanoTime());
    }

    /** Whether this gateway hears nothing of the others, itself included; on any thread. */
    boolean isCutOff() {
        return cutOff;
    }
}
