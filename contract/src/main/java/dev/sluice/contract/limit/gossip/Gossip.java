package dev.sluice.contract.limit.gossip;

import dev.sluice.contract.limit.Allowance;
import dev.sluice.contract.limit.Counter;
import dev.sluice.contract.limit.Counters;
import dev.sluice.contract.limit.InFlightCounter;
import dev.sluice.contract.limit.PeriodCounter;
import dev.sluice.contract.limit.Segment;
import dev.sluice.contract.limit.SegmentId;
import dev.sluice.contract.limit.SlidingCounter;
import dev.sluice.contract.limit.SteadyClock;
import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.limit.gossip.LimitMessage.CounterState;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.OnPartition;
import dev.sluice.contract.policy.Quota;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other gateways what was counted here, and the counters here what was counted there. One thread calls all of it:
 * {@link #tick()} every 250 ms, {@link #received} for each message of the bus, its own ones too, because it is by its own that a
 * gateway knows whether it is heard.
 */
public final class Gossip {
    private static final long SECOND = 1_000_000_000L;
    private static final int TICKS_PER_FULL = 40;
    private static final long DEAF_NANOS = 750_000_000L;
    private static final long SILENT_NANOS = 15 * SECOND;

    private final String instance;
    private final SteadyClock clock;
    private final Counters counters;
    private final Supplier<LimitRules> rules;
    private final LimitBus bus;
    private final long requestTimeoutNanos;
    private final Outbox outbox;
    private final Map<String, Peer> peers = new HashMap<>();
    private final KnownKeys keys = new KnownKeys();
    /** Of each counter's traffic, before this gateway was cut off. */
    private final Map<CounterRef, Double> shares = new HashMap<>();
    /** Gateways that were there before this one was cut off. */
    private int others;

    private long tick;
    private long echoNanos;
    private long recoveredNanos;
    private boolean cutOff;
    /** Whether counters may still be allowed what they were when it was not known what the others have. */
    private boolean withoutNews;
    /** Counters that others had something in at the last tick. */
    private Set<Counter> shared = Set.of();

    private boolean catchingUp;
    private long unreadable;

    /**
     * @param instance of this process alone: a restarted gateway is another one
     * @param requestTimeoutNanos after which nothing that a lost peer had reserved can go on
     */
    public Gossip(
            String instance,
            SteadyClock clock,
            Counters counters,
            Supplier<LimitRules> rules,
            LimitBus bus,
            long requestTimeoutNanos) {
        this.instance = instance;
        this.clock = clock;
        this.counters = counters;
        this.rules = rules;
        this.bus = bus;
        this.requestTimeoutNanos = requestTimeoutNanos;
        this.outbox = new Outbox(counters);
        this.echoNanos = clock.now().nanos();
    }

    /** Tells what is new, and gives the counters what the others leave. */
    public void tick() {
        Moment now = clock.now();
        if (tick % TICKS_PER_FULL == 0) {
            publishAll(now);
        } else {
            publish(now);
        }
        lookAround(now);
        apply(now);
    }

    private void publish(Moment now) {
        for (LimitMessage message : messages(LimitMessage.Type.DELTA, outbox.changes(now), now)) {
            bus.publishDelta(MessageCodec.encode(message));
        }
    }

    private void publishAll(Moment now) {
        List<byte[]> full = new ArrayList<>();
        for (LimitMessage message : messages(LimitMessage.Type.FULL, outbox.everything(now), now)) {
            full.add(MessageCodec.encode(message));
        }
        bus.publishFull(full);
    }

    private List<LimitMessage> messages(LimitMessage.Type type, List<CounterState> states, Moment now) {
        tick++;
        return LimitMessage.split(
                new LimitMessage(type, instance, tick, now.elapsed(), now.wall(), 0, 1, List.copyOf(states)));
    }

    /**
     * Takes in a message of any gateway.
     *
     * @param kept whether it was read from where last ones are kept
     */
    public void received(byte[] bytes, boolean kept) {
        Moment now = clock.now();
        if (MessageCodec.isOf(instance, bytes)) {
            echoNanos = kept ? echoNanos : now.nanos();
            return;
        }
        LimitMessage message;
        try {
            message = MessageCodec.decode(bytes);
        } catch (IOException e) {
            unreadable++;
            return;
        }
        if (message.instance().equals(instance)) {
            return;
        }
        Peer peer = peers.computeIfAbsent(message.instance(), _ -> new Peer());
        if (message.type() == LimitMessage.Type.CLOSED) {
            peer.closed(message, ref -> local(ref, true));
            return;
        }
        peer.heard(message, now, kept);
        for (CounterState state : message.counters()) {
            CounterRef ref = new CounterRef(state.segment(), state.key());
            Counter local = local(ref, true);
            if (local != null) {
                peer.counter(ref).merge(local, state.buckets(), message.tick());
                if (!cutOff && !catchingUp && !local.isStrict()) {
                    allow(local, now, Allowance.shared(remote(ref, local, now)));
                }
            }
        }
        if (message.type() != LimitMessage.Type.DELTA && peer.completes(message, now)) {
            peer.counters().forEach((ref, counter) -> {
                Counter local = local(ref, false);
                if (local != null) {
                    counter.reservedSince(local, message.tick());
                }
            });
        }
    }

    private @Nullable Counter local(CounterRef ref, boolean make) {
        Optional<Quota.Key> key = keys.get(ref.key());
        LimitRule rule = rules.get().rule(ref.segment().rule());
        if (key.isEmpty() || rule == null) {
            return null;
        }
        Segment segment = counters.segment(ref.segment());
        return segment == null || (!make && segment.counters().isEmpty())
                ? null
                : segment.counter(key.get(), rule.isStrict());
    }

    /** Who is there, and am I heard? */
    private void lookAround(Moment now) {
        boolean deaf = now.nanos() - echoNanos > DEAF_NANOS;
        if (deaf && !cutOff) {
            rememberShares(now);
        }
        if (cutOff && !deaf) {
            recoveredNanos = now.nanos();
            catchingUp = true;
            publishAll(now);
        }
        cutOff = deaf;
        if (catchingUp && !cutOff) {
            catchingUp = now.nanos() - recoveredNanos < 12 * SECOND
                    && peers.values().stream()
                            .anyMatch(peer -> isThere(peer, now) && !peer.hasToldAllSince(recoveredNanos));
        }
        if (!cutOff) {
            peers.values().forEach(peer -> {
                long silent = now.nanos() - peer.heardNanos();
                if (peer.hasLeft() || silent > SILENT_NANOS + requestTimeoutNanos) {
                    peer.endReservations(ref -> local(ref, false));
                }
            });
            peers.values()
                    .removeIf(peer -> (peer.hasLeft() || now.nanos() - peer.heardNanos() > SILENT_NANOS)
                            && peer.counters().values().stream().allMatch(PeerCounter::isEmpty));
        }
    }

    private boolean isThere(Peer peer, Moment now) {
        return peer.wasHeard() && !peer.hasLeft() && now.nanos() - peer.heardNanos() <= SILENT_NANOS;
    }

    private void rememberShares(Moment now) {
        shares.clear();
        others = peerCount();
        forEachSoft((ref, counter) -> {
            long own = counter.used(now) + counter.reserved(now);
            long all = own + remote(ref, counter, now);
            if (all > 0) {
                shares.put(ref, (double) own / all);
            }
        });
    }

    /** All counters when it is not known what the others have, and once when it is again; else those they have something in. */
    private void apply(Moment now) {
        if (cutOff || catchingUp) {
            forEachSoft((ref, counter) -> allow(counter, now, withoutNews(ref, counter)));
            withoutNews = true;
            return;
        }
        Map<Counter, Long> sums = new HashMap<>();
        for (Peer peer : peers.values()) {
            peer.counters().entrySet().removeIf(entry -> {
                Counter local = local(entry.getKey(), false);
                if (local != null && !local.isStrict()) {
                    sums.merge(local, peer.remote(entry.getKey(), local, now), Long::sum);
                }
                return local != null && entry.getValue().isEmpty();
            });
        }
        if (withoutNews) {
            forEachSoft((_, counter) -> sums.putIfAbsent(counter, 0L));
            withoutNews = false;
        }
        shared.forEach(counter -> sums.putIfAbsent(counter, 0L));
        sums.forEach((counter, sum) -> allow(counter, now, Allowance.shared(sum)));
        sums.values().removeIf(sum -> sum == 0);
        shared = sums.keySet();
    }

    private Allowance withoutNews(CounterRef ref, Counter counter) {
        LimitRule rule = rules.get().rule(ref.segment().rule());
        OnPartition answer = rule == null ? OnPartition.SHARE : rule.onPartition();
        double share = shares.getOrDefault(ref, 1.0 / (1 + others));
        return switch (answer) {
            case OPEN -> Allowance.ALONE;
            case CLOSED -> Allowance.share(0);
            case SHARE -> Allowance.share((long) Math.floor(counter.limit() * share));
        };
    }

    private long remote(CounterRef ref, Counter counter, Moment now) {
        long sum = 0;
        for (Peer peer : peers.values()) {
            sum += peer.remote(ref, counter, now);
        }
        return sum;
    }

    private void forEachSoft(java.util.function.BiConsumer<CounterRef, Counter> action) {
        for (Segment segment : counters.all()) {
            for (Counter counter : segment.counters()) {
                if (!counter.isStrict()) {
                    action.accept(new CounterRef(segment.id(), counter.wireName()), counter);
                }
            }
        }
    }

    private static void allow(Counter counter, Moment now, Allowance allowance) {
        switch (counter) {
            case SlidingCounter sliding -> sliding.allow(allowance);
            case PeriodCounter period -> period.cell(now).allow(allowance);
            case InFlightCounter flight -> flight.allow(allowance);
        }
    }

    /** Tells everything for the last time. */
    public void stop() {
        Moment now = clock.now();
        publishAll(now);
        for (LimitMessage message : messages(LimitMessage.Type.GOODBYE, outbox.everything(now), now)) {
            bus.publishDelta(MessageCodec.encode(message));
        }
    }

    /** What the others have used in the present window or period, by instance, those that are gone too. */
    public Map<String, Long> others(SegmentId segment, Counter counter, Moment now) {
        CounterRef ref = new CounterRef(segment, counter.wireName());
        Map<String, Long> others = new HashMap<>();
        peers.forEach((name, peer) -> {
            long amount = peer.used(ref, counter, now);
            if (amount > 0) {
                others.put(name, amount);
            }
        });
        return others;
    }

    /** Whether this gateway is not heard by its own bus. */
    public boolean isCutOff() {
        return cutOff;
    }

    /** Gateways that were heard lately, without this one. */
    public int peerCount() {
        Moment now = clock.now();
        return (int) peers.values().stream().filter(peer -> isThere(peer, now)).count();
    }

    /** Messages that could not be read. */
    public long unreadable() {
        return unreadable;
    }
}
