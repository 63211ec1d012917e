package dev.sluice.contract.limit.lease;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who holds how much of a limit in one window or period. Immutable. {@code Σ spent + Σ leases ≤ limit}.
 *
 * @param leases by instance: the gateways that are there
 * @param spent by instance: what gateways that left or died count for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LeaseDocument(Map<String, Lease> leases, Map<String, Spent> spent) {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final LeaseDocument EMPTY = new LeaseDocument(Map.of(), Map.of());

    public LeaseDocument {
        leases = Map.copyOf(leases);
        spent = Map.copyOf(spent);
    }

    /** @param beat grows with every renewal, so that readers see that the holder is there */
    public record Lease(long amount, long beat) {}

    /** @param untilMillis wall clock: when it has left the window; of periods never */
    public record Spent(long amount, long untilMillis) {}

    static LeaseDocument read(byte[] bytes) throws IOException {
        return bytes.length == 0 ? EMPTY : JSON.readValue(bytes, LeaseDocument.class);
    }

    byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(new LeaseDocument(new TreeMap<>(leases), new TreeMap<>(spent)));
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    long held(String instance) {
        Lease lease = leases.get(instance);
        return lease == null ? 0 : lease.amount();
    }

    /** What nobody holds and nobody has spent. */
    long pool(long limit) {
        long given = leases.values().stream().mapToLong(Lease::amount).sum()
                + spent.values().stream().mapToLong(Spent::amount).sum();
        return Math.max(0, limit - given);
    }

    /** By instance, what gateways that left or died count for. */
    Map<String, Long> counted() {
        Map<String, Long> counted = new HashMap<>();
        spent.forEach((instance, one) -> counted.put(instance, one.amount()));
        return counted;
    }

    /** Renewed, with another amount or the same. */
    LeaseDocument withLease(String instance, long amount) {
        Map<String, Lease> changed = new HashMap<>(leases);
        Lease before = changed.get(instance);
        changed.put(instance, new Lease(amount, before == null ? 1 : before.beat() + 1));
        return new LeaseDocument(changed, spent);
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
        return new LeaseDocument(fewer, more);
    }

    /** A gateway that was counted out and is back holds again what it counts for. */
    LeaseDocument resumed(String instance) {
        Spent counted = spent.get(instance);
        if (counted == null || leases.containsKey(instance)) {
            return this;
        }
        Map<String, Spent> fewer = new HashMap<>(spent);
        fewer.remove(instance);
        return new LeaseDocument(leases, fewer).withLease(instance, counted.amount());
    }

    /** Without what has left the window. */
    LeaseDocument at(long wallMillis) {
        Map<String, Spent> still = new HashMap<>(spent);
        still.values().removeIf(one -> one.untilMillis() <= wallMillis);
        return still.size() == spent.size() ? this : new LeaseDocument(leases, still);
    }

    /** What a gateway that is gone has really used, as its usage records say: the rest of its lease returns. */
    LeaseDocument reconciled(String instance, long used) {
        Spent before = spent.get(instance);
        if (before == null || used >= before.amount()) {
            return this;
        }
        Map<String, Spent> changed = new HashMap<>(spent);
        changed.put(instance, new Spent(used, before.untilMillis()));
        return new LeaseDocument(leases, changed);
    }
}
