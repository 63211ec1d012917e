package dev.sluice.gateway.quota;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the limits in a reply's headers. Vendors name them {@code x-ratelimit-<kind>-<unit>} with a window behind, or
 * without a unit, or {@code anthropic-ratelimit-<unit>-<kind>}. Of several windows the shortest is told: it fills first.
 */
final class RateLimitHeaders {
    private static final String GENERAL = "x-ratelimit-";
    private static final String ANTHROPIC = "anthropic-ratelimit-";
    private static final String[] KINDS = {"limit", "remaining", "reset"};
    static final List<String> UNITS = List.of("requests", "tokens");
    /** What may stand behind the unit, the one that is told first. */
    private static final String[] WINDOWS = {"", "-minute", "-hour", "-day"};
    /** Of limits without a unit, and of a part of the tokens: told where there is nothing better. */
    private static final int WORST = WINDOWS.length;

    private static final int RANKS = WORST + 1;
    private static final int RESET = 2;

    private String @Nullable [] @Nullable [] told;

    boolean isEmpty() {
        return told == null;
    }

    /** @return whether it is a header of limits */
    boolean read(String name, String value) {
        if (name.regionMatches(true, 0, GENERAL, 0, GENERAL.length())) {
            general(name.substring(GENERAL.length()).toLowerCase(Locale.ROOT), value);
            return true;
        }
        if (name.regionMatches(true, 0, ANTHROPIC, 0, ANTHROPIC.length())) {
            anthropic(name.substring(ANTHROPIC.length()).toLowerCase(Locale.ROOT), value);
            return true;
        }
        return false;
    }

    private void general(String rest, String value) {
        for (int kind = 0; kind < KINDS.length; kind++) {
            if (rest.equals(KINDS[kind])) {
                keep(0, WORST, kind, value);
            }
            for (int unit = 0; unit < UNITS.size(); unit++) {
                String start = KINDS[kind] + "-" + UNITS.get(unit);
                for (int window = 0; rest.startsWith(start) && window < WINDOWS.length; window++) {
                    if (rest.length() == start.length() + WINDOWS[window].length() && rest.endsWith(WINDOWS[window])) {
                        keep(unit, window, kind, value);
                    }
                }
            }
        }
    }

    private void anthropic(String rest, String value) {
        for (int kind = 0; kind < KINDS.length; kind++) {
            switch (rest.endsWith("-" + KINDS[kind])
                    ? rest.substring(0, rest.length() - KINDS[kind].length() - 1)
                    : "") {
                case "requests" -> keep(0, 0, kind, value);
                case "tokens" -> keep(1, 0, kind, value);
                case "input-tokens" -> keep(1, WORST, kind, value);
                default -> {}
            }
        }
    }

    private void keep(int unit, int rank, int kind, String value) {
        if (told == null) {
            told = new String[UNITS.size() * RANKS][];
        }
        int at = unit * RANKS + rank;
        String[] kinds = told[at];
        if (kinds == null) {
            kinds = new String[KINDS.length];
            told[at] = kinds;
        }
        kinds[kind] = value.strip();
    }

    /** Adds what was read, in the names and formats that OpenAI's clients know. */
    void tell(Map<String, String> headers, InstantSource clock) {
        for (int unit = 0; told != null && unit < UNITS.size(); unit++) {
            String[] best = null;
            for (int rank = 0; best == null && rank < RANKS; rank++) {
                best = told[unit * RANKS + rank];
            }
            for (int kind = 0; best != null && kind < KINDS.length; kind++) {
                String value = best[kind];
                String plain = value == null ? null : kind == RESET ? ResetTime.told(value, clock) : amount(value);
                if (plain != null) {
                    headers.put(GENERAL + KINDS[kind] + "-" + UNITS.get(unit), plain);
                }
            }
        }
    }

    private static @Nullable String amount(String value) {
        boolean number =
                !value.isEmpty() && value.length() <= 19 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? value : null;
    }
}
