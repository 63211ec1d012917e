package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A set of patterns, compiled: {@code *} is any run of characters, {@code /} included. Immutable. */
public final class NameMatcher {
    public static final NameMatcher NONE = new NameMatcher(Set.of(), List.of(), false);

    private final Set<String> exact;
    private final List<String[]> globs;
    private final boolean all;

    private NameMatcher(Set<String> exact, List<String[]> globs, boolean all) {
        this.exact = exact;
        this.globs = globs;
        this.all = all;
    }

    public static NameMatcher of(Collection<String> patterns) {
        Set<String> exact = new HashSet<>();
        List<String[]> globs = new ArrayList<>();
        boolean all = false;
        for (String pattern : patterns) {
            if (pattern.equals("*")) {
                all = true;
            } else if (pattern.indexOf('*') >= 0) {
                globs.add(pattern.split("\\*+", -1));
            } else {
                exact.add(pattern);
            }
        }
        return new NameMatcher(Set.copyOf(exact), List.copyOf(globs), all);
    }

    public boolean matches(String name) {
        if (all || exact.contains(name)) {
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
