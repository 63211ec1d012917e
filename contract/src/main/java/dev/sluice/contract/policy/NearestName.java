package dev.sluice.contract.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that somebody probably meant: fewest single-character edits, at most a third of its length. */
public final class NearestName {
    private NearestName() {}

    public static Optional<String> of(String name, Collection<String> known) {
        String asked = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(k -> distance(asked, k.toLowerCase(Locale.ROOT)) <= Math.max(1, k.length() / 3))
                .min(Comparator.<String>comparingInt(k -> distance(asked, k.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein distance, row by row. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
