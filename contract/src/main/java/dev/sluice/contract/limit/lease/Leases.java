package dev.sluice.contract.limit.lease;

import dev.sluice.contract.limit.Counter;
import dev.sluice.contract.limit.Counters;
import dev.sluice.contract.limit.PeriodCounter;
import dev.sluice.contract.limit.PeriodCounter.PeriodCell;
import dev.sluice.contract.limit.Segment;
import dev.sluice.contract.limit.SegmentId;
import dev.sluice.contract.limit.SteadyClock;
import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.limit.lease.LeaseDocument.About;
import dev.sluice.contract.limit.lease.LeaseStore.Versioned;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.OnPartition;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Keeps this gateway's leases: asks for more ahead of need, gives back what is not needed, renews, and counts out gateways that
 * died. Everything runs on one executor, which must be a single thread; what the store answers is taken up there.
 */
public final class Leases {
    private final String instance;
    private final SteadyClock clock;
    private final Counters counters;
    private final Supplier<LimitRules> rules;
    private final LeaseStore store;
    private final Executor executor;
    private final Map<String, HeldLease> held = new HashMap<>();
    /** The same, without what belongs to a period that is over: names are dear to make. */
    private final Map<Counter, HeldLease> byCounter = new HashMap<>();

    public Leases(
            String instance,
            SteadyClock clock,
            Counters counters,
            Supplier<LimitRules> rules,
            LeaseStore store,
            Executor executor) {
        this.instance = instance;
        this.clock = clock;
        this.counters = counters;
        this.rules = rules;
        this.store = store;
        this.executor = executor;
    }

    /** Every 250 ms; at once when a request finds that nothing is leased yet. */
    public void tick() {
        Moment now = clock.now();
        Set<String> used = new HashSet<>();
        for (Segment segment : counters.all()) {
            for (Counter counter : segment.counters()) {
                if (counter.isStrict() && counter.limit() > 0) {
                    used.add(keep(segment.id(), counter, now));
                }
            }
        }
        List<String> unused =
                held.keySet().stream().filter(key -> !used.contains(key)).toList();
        unused.forEach(key -> {
            HeldLease lease = Objects.requireNonNull(held.remove(key));
            byCounter.remove(lease.counter, lease);
            giveUp(key, lease);
        });
    }

    private String keep(SegmentId segment, Counter counter, Moment now) {
        PeriodCell cell = counter instanceof PeriodCounter period ? period.cell(now) : null;
        HeldLease lease = byCounter.get(counter);
        if (lease == null || lease.cell != cell) {
            About about = new About(segment, counter.wireName(), cell == null ? null : (Long) cell.startMillis());
            lease = new HeldLease(LeaseKey.of(about), about, counter, cell, now);
            byCounter.put(counter, lease);
            held.put(lease.key, lease);
        }
        if (!lease.busy && lease.isDue(now)) {
            renew(lease.key, lease, segment);
        }
        return lease.key;
    }

    private void renew(String key, HeldLease lease, SegmentId segment) {
        lease.busy = true;
        store.get(key)
                .whenCompleteAsync(
                        (versioned, failure) -> {
                            if (failure == null && versioned != null) {
                                read(key, lease, segment, versioned);
                            } else {
                                lease.busy = false;
                            }
                        },
                        executor);
    }

    private void read(String key, HeldLease lease, SegmentId segment, Versioned versioned) {
        Moment now = clock.now();
        LeaseDocument document;
        try {
            document = LeaseDocument.read(versioned.value())
                    .at(now.wall())
                    .resumed(instance)
                    .about(lease.about);
        } catch (IOException e) {
            lease.busy = false;
            return;
        }
        for (String dead : lease.dead(document, instance, now)) {
            document = document.ended(dead, document.held(dead), lease.forgottenAt(now));
        }
        lease.others = document.counted();
        lease.others.remove(instance);
        long own = lease.own(now);
        lease.pool = document.pool(lease.counter.limit());
        long target = Math.max(own, lease.wanted(now));
        long mine = Math.min(lease.cap, document.held(instance));
        long amount = target > mine ? mine + Math.min(take(lease, document, mine), target - mine) : target;
        if (amount < lease.cap) {
            amount = lower(lease, segment, amount);
        }
        write(key, lease, segment, document.withLease(instance, amount), versioned.revision(), now);
    }

    /** Of a window an eighth of what is there at most, so that gateways that ask for all of it come to hold alike. */
    private long take(HeldLease lease, LeaseDocument document, long mine) {
        long unclaimed = document.held(instance) - mine;
        return unclaimed + (lease.cell == null ? Math.ceilDiv(lease.pool, 8) : lease.pool);
    }

    /** Takes effect here before anybody else may count on it; what was admitted meanwhile stays held. */
    private long lower(HeldLease lease, SegmentId segment, long amount) {
        lease.cap = amount;
        lease.allow(answer(segment));
        long own = lease.own(clock.now());
        lease.cap = Math.max(amount, own);
        return lease.cap;
    }

    private void write(
            String key, HeldLease lease, SegmentId segment, LeaseDocument document, long revision, Moment sent) {
        long amount = document.held(instance);
        boolean exhausted = document.pool(lease.counter.limit()) == 0;
        store.put(key, document.bytes(), revision)
                .whenCompleteAsync(
                        (next, failure) -> {
                            lease.busy = false;
                            // Unknown is not granted: what the document says is read before the next try.
                            if (failure == null && next != null && next > 0) {
                                lease.cap = amount;
                                lease.renewedNanos = sent.nanos();
                                lease.exhausted = exhausted;
                                lease.elsewhere = document.elsewhere(instance);
                                lease.allow(answer(segment));
                            }
                        },
                        executor);
    }

    private OnPartition answer(SegmentId segment) {
        LimitRule rule = rules.get().rule(segment.rule());
        return rule == null ? OnPartition.SHARE : rule.onPartition();
    }

    /** Leaves: what was used stays counted, the rest is free for the others at once. Nothing may be admitted any more. */
    public void stop() {
        held.forEach(this::giveUp);
    }

    private void giveUp(String key, HeldLease lease) {
        store.get(key)
                .whenCompleteAsync(
                        (versioned, failure) -> {
                            if (failure == null && versioned != null) {
                                leave(key, lease, versioned);
                            }
                        },
                        executor);
    }

    private void leave(String key, HeldLease lease, Versioned versioned) {
        Moment now = clock.now();
        try {
            LeaseDocument document = LeaseDocument.read(versioned.value()).at(now.wall());
            if (document.leases().containsKey(instance)) {
                long used = Math.min(lease.own(now), document.held(instance));
                LeaseDocument without = document.ended(instance, used, lease.forgottenAt(now));
                store.put(key, without.bytes(), versioned.revision())
                        .whenCompleteAsync(
                                (next, failure) -> {
                                    if (failure == null && next != null && next == 0) {
                                        store.get(key).thenAcceptAsync(again -> leave(key, lease, again), executor);
                                    }
                                },
                                executor);
            }
        } catch (IOException e) {
            lease.cap = 0; // nobody can read it: it stays as it is, and counts in full
        }
    }

    /** What the others hold, or count for since they left or died, in the present window or period, as last read. */
    public Map<String, Long> others(Counter counter, Moment now) {
        PeriodCell cell = counter instanceof PeriodCounter period ? period.cell(now) : null;
        HeldLease lease = byCounter.get(counter);
        return lease == null || lease.cell != cell ? Map.of() : lease.others;
    }
}
