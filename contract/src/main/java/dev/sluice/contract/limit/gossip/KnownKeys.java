package dev.sluice.contract.limit.gossip;

import dev.sluice.contract.policy.Quota;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names of counters, read once: there are few, and each tick needs them for every counter of every peer. One thread owns it. */
final class KnownKeys {
    private static final int MOST = 10_000;

    private final Map<String, Optional<Quota.Key>> keys = new HashMap<>();

    /** Empty: a newer gateway wrote it. */
    Optional<Quota.Key> get(String wireName) {
        if (keys.size() >= MOST) {
            keys.clear();
        }
        return keys.computeIfAbsent(wireName, Quota.Key::parse);
    }
}
