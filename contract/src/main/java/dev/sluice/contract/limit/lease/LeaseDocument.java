package dev.sluice.contract.limit.lease;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.limit.SegmentId;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who holds how much of a limit in one window or period. Immutable. {@code Σ spent + Σ leases ≤ limit}.
 *
 * @param about what it is of; null in one that was never written
 * @param leases by instance: the gateways that are there
 * @param spent by instance: what gateways that left or died count for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LeaseDocument(@Nullable About about, Map<String, Lease> leases, Map<String, Spent> spent) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** In place of an instance: all that are gone and whose records are known. */
    private static final String CLOSED = "closed";

    static final LeaseDocument EMPTY = new LeaseDocument(null, Map.of(), Map.of());

    public LeaseDocument {
        leases = Map.copyOf(leases);
        spent = Map.copyOf(spent);
    }

    /**
     * What is limited.
     *
     * @param limit {@link dev.sluice.contract.policy.Quota.Key#wireName()}
     * @param startMillis of the period; null of a window
     */
    public record About(
            SegmentId segment, String limit, @Nullable Long startMillis) {}

    /** @param beat grows with every renewal, so that readers see that the holder is there */
    public record Lease(long amount, long beat) {}

    /** @param untilMillis wall clock: when it has left the window; of periods never */
    public record Spent(long amount, long untilMillis) {}

    /** @throws IOException when it is no such document */
    public static LeaseDocument read(byte[] bytes) throws IOException {
        return bytes.length == 0 ? EMPTY : JSON.readValue(bytes, LeaseDocument.class);
    }

    public byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(new LeaseDocument(about, new TreeMap<>(leases), new TreeMap<>(spent)));
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /** The same, which says what it is of. */
    public LeaseDocument about(About what) {
        return new LeaseDocument(what, leases, spent);
    }

    long held(String instance) {
        Lease lease = leases.get(instance);
        return lease == null ? 0 : lease.amount();
    }

    /** What nobody holds and nobody has spent. */
    long pool(long limit) {
        return Math.max(0, limit - given());
    }

    /** What others than this one hold, or have spent. */
    long elsewhere(String instance) {
        return given() - held(instance);
    }

    private long given() {
        return leases.values().stream().mapToLong(Lease::amount).sum()
                + spent.values().stream().mapToLong(Spent::amount).sum();
    }

    /** All that it names. */
    public Set<String> instances() {
        Set<String> named = new HashSet<>(leases.keySet());
        named.addAll(spent.keySet());
        named.remove(CLOSED);
        return named;
    }

    /** By instance, what it holds, or counts for since it left or died; without those whose records are known. */
    Map<String, Long> counted() {
        Map<String, Long> counted = new HashMap<>();
        leases.forEach((instance, lease) -> counted.put(instance, lease.amount()));
        spent.forEach((instance, one) -> counted.merge(instance, one.amount(), Long::sum));
        counted.remove(CLOSED);
        return counted;
    }

    /** Renewed, with another amount or the same. */
    LeaseDocument withLease(String instance, long amount) {
        Map<String, Lease> changed = new HashMap<>(leases);
        Lease before = changed.get(instance);
        changed.put(instance, new Lease(amount, before == null ? 1 : before.beat() + 1));
        return new LeaseDocument(about, changed, spent);
    }

    /** The lease of a gateway that leaves, or of a dead one, becomes what it counts for from now on. */
    LeaseDocument ended(String instance, long counts, long untilMillis) {
        Map<String, Lease> fewer = new HashMap<>(leases);
        fewer.remove(instance);
        Map<String, Spent> more = new HashMap<>(spent);
        if (counts > 0) {
            more.merge(
                    instance,
                    new Spent(counts, untilMillis),
                    (a, b) -> new Spent(a.amount() + b.amount(), Math.max(a.untilMillis(), b.untilMillis())));
        }
        return new LeaseDocument(about, fewer, more);
    }

    /** A gateway that was counted out and is back holds again what it counts for. */
    LeaseDocument resumed(String instance) {
        Spent counted = spent.get(instance);
        if (counted == null || leases.containsKey(instance)) {
            return this;
        }
        Map<String, Spent> fewer = new HashMap<>(spent);
        fewer.remove(instance);
        return new LeaseDocument(about, leases, fewer).withLease(instance, counted.amount());
    }

    /** Without what has left the window. */
    LeaseDocument at(long wallMillis) {
        Map<String, Spent> still = new HashMap<>(spent);
        still.values().removeIf(one -> one.untilMillis() <= wallMillis);
        return still.size() == spent.size() ? this : new LeaseDocument(about, leases, still);
    }

    /**
     * What gateways have spent that are gone, as their usage records say: it takes the place of their leases and of what they
     * were counted for, so that the rest returns.
     */
    public LeaseDocument closed(Set<String> gone, long used) {
        Map<String, Lease> fewer = new HashMap<>(leases);
        fewer.keySet().removeAll(gone);
        Map<String, Spent> known = new HashMap<>(spent);
        known.keySet().removeAll(gone);
        known.remove(CLOSED);
        if (used > 0) {
            known.put(CLOSED, new Spent(used, Long.MAX_VALUE));
        }
        return new LeaseDocument(about, fewer, known);
    }
}
