package dev.sluice.contract.policy;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What is filed under prefixes: for a name, everything whose prefix begins it is found by one binary search and one step per
 * hit. Immutable.
 */
final class PrefixTable<V> {
    private final String[] prefixes;
    private final Object[] values;
    /** For each, the longest other one that begins it; -1 for none. */
    private final int[] parents;

    private PrefixTable(String[] prefixes, Object[] values, int[] parents) {
        this.prefixes = prefixes;
        this.values = values;
        this.parents = parents;
    }

    static <V> PrefixTable<V> of(Map<String, V> entries) {
        TreeMap<String, V> sorted = new TreeMap<>(entries);
        String[] prefixes = sorted.keySet().toArray(String[]::new);
        int[] parents = new int[prefixes.length];
        for (int i = 0; i < prefixes.length; i++) {
            parents[i] = i - 1;
            while (parents[i] >= 0 && !prefixes[i].startsWith(prefixes[parents[i]])) {
                parents[i] = parents[parents[i]];
            }
        }
        return new PrefixTable<>(prefixes, sorted.values().toArray(), parents);
    }

    /** Whatever begins the name begins the greatest prefix that is not greater than the name too, or is it. */
    @SuppressWarnings("unchecked") // an array of a generic type
    void forEach(String name, Consumer<V> action) {
        int at = Arrays.binarySearch(prefixes, name);
        for (int i = at >= 0 ? at : -at - 2; i >= 0; i = parents[i]) {
            if (name.startsWith(prefixes[i])) {
                action.accept((V) values[i]);
            }
        }
    }
}
