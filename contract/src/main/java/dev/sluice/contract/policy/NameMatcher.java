package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A set of patterns, compiled: {@code *} is any run of characters, {@code /} included. Immutable. Exact names and patterns
 * with one star at their end are looked up, so that their number costs nothing; others are tried one by one.
 */
public final class NameMatcher {
    public static final NameMatcher NONE = new NameMatcher(Set.of(), NamePrefixes.of(Set.of()), List.of(), false);

    private final Set<String> exact;
    private final NamePrefixes prefixes;
    private final List<String[]> globs;
    private final boolean all;

    private NameMatcher(Set<String> exact, NamePrefixes prefixes, List<String[]> globs, boolean all) {
        this.exact = exact;
        this.prefixes = prefixes;
        this.globs = globs;
        this.all = all;
    }

    public static NameMatcher of(Collection<String> patterns) {
        Set<String> exact = new HashSet<>();
        Set<String> prefixes = new HashSet<>();
        List<String[]> globs = new ArrayList<>();
        boolean all = false;
        for (String pattern : new LinkedHashSet<>(patterns)) {
            int star = pattern.indexOf('*');
            if (pattern.equals("*")) {
                all = true;
            } else if (star >= 0 && star == pattern.length() - 1) {
                prefixes.add(pattern.substring(0, star));
            } else if (star >= 0) {
                globs.add(pattern.split("\\*+", -1));
            } else {
                exact.add(pattern);
            }
        }
        return new NameMatcher(Set.copyOf(exact), NamePrefixes.of(prefixes), List.copyOf(globs), all);
    }

    public boolean matches(String name) {
        if (all || exact.contains(name) || prefixes.begin(name)) {
            return true;
        }
        for (String[] glob : globs) {
            if (matches(glob, name)) {
                return true;
            }
        }
        return false;
    }

    /** Leftmost search for each piece in turn; first and last are anchored. Linear: no backtracking is needed. */
    private static boolean matches(String[] pieces, String name) {
        String last = pieces[pieces.length - 1];
        if (!name.startsWith(pieces[0]) || name.length() < pieces[0].length() + last.length() || !name.endsWith(last)) {
            return false;
        }
        int from = pieces[0].length();
        int end = name.length() - last.length();
        for (int i = 1; i < pieces.length - 1; i++) {
            int found = name.indexOf(pieces[i], from);
            if (found < 0 || found + pieces[i].length() > end) {
                return false;
            }
            from = found + pieces[i].length();
        }
        return true;
    }
}
