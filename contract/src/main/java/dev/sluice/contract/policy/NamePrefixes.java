package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A set of prefixes in which a name is found by one binary search. None is a prefix of another, so of all of them only the
 * greatest that is not greater than the name can begin it. Immutable.
 */
final class NamePrefixes {
    private final String[] sorted;

    private NamePrefixes(String[] sorted) {
        this.sorted = sorted;
    }

    static NamePrefixes of(Collection<String> prefixes) {
        List<String> kept = new ArrayList<>();
        for (String prefix : new TreeSet<>(prefixes)) {
            // Whatever begins with a kept one follows it directly in this order.
            if (kept.isEmpty() || !prefix.startsWith(kept.getLast())) {
                kept.add(prefix);
            }
        }
        return new NamePrefixes(kept.toArray(String[]::new));
    }

    /** Whether one of them begins the name. */
    boolean begin(String name) {
        int at = Arrays.binarySearch(sorted, name);
        int candidate = at >= 0 ? at : -at - 2;
        return candidate >= 0 && name.startsWith(sorted[candidate]);
    }
}
