package dev.sluice.gateway.provider.vendor;

import java.util.List;

/** How much to reason, in words, from little to much. */
final class Efforts {
    private static final List<String> RANKS =
            List.of("none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra");

    private Efforts() {}

    /** The word that the model knows and that is nearest; of two the lesser. A model asked to reason is not switched off. */
    static String nearest(String asked, List<String> known) {
        if (known.contains(asked)) {
            return asked;
        }
        int rank = RANKS.indexOf(asked);
        String best = asked;
        int distance = Integer.MAX_VALUE;
        for (String word : known) {
            int other = RANKS.indexOf(word);
            boolean stops = word.equals("none") && !asked.equals("none");
            int between = other < 0 || rank < 0 ? RANKS.size() : Math.abs(other - rank);
            if (!stops && between < distance) {
                best = word;
                distance = between;
            }
        }
        return best;
    }
}
