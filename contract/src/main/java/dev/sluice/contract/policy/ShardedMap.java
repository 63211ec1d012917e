package dev.sluice.contract.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map in which one change copies a small part: with 100 000 entries, a shard of about 25 and an array of
 * 4 096 references.
 */
final class ShardedMap<K, V> {
    private static final int SHARDS = 4096;

    private final Map<K, V>[] shards;
    private final int size;

    private ShardedMap(Map<K, V>[] shards, int size) {
        this.shards = shards;
        this.size = size;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    static <K, V> ShardedMap<K, V> of(Map<K, V> entries) {
        Map<K, V>[] shards = new Map[SHARDS];
        Arrays.fill(shards, Map.of());
        entries.forEach((key, value) -> {
            int shard = shard(key);
            if (shards[shard].isEmpty()) {
                shards[shard] = new HashMap<>();
            }
            shards[shard].put(key, value);
        });
        return new ShardedMap<>(shards, entries.size());
    }

    @Nullable
    V get(K key) {
        return shards[shard(key)].get(key);
    }

    ShardedMap<K, V> with(K key, V value) {
        Map<K, V> changed = new HashMap<>(shards[shard(key)]);
        boolean added = changed.put(key, value) == null;
        return replaced(key, changed, added ? size + 1 : size);
    }

    ShardedMap<K, V> without(K key) {
        if (!shards[shard(key)].containsKey(key)) {
            return this;
        }
        Map<K, V> changed = new HashMap<>(shards[shard(key)]);
        changed.remove(key);
        return replaced(key, changed, size - 1);
    }

    private ShardedMap<K, V> replaced(K key, Map<K, V> shard, int size) {
        Map<K, V>[] copy = shards.clone();
        copy[shard(key)] = shard;
        return new ShardedMap<>(copy, size);
    }

    Stream<V> values() {
        return Arrays.stream(shards).flatMap(shard -> shard.values().stream());
    }

    int size() {
        return size;
    }

    private static int shard(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash >>> 20;
    }
}
