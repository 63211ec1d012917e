package dev.sluice.gateway.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long answers are, by key and model: what to hold for one that does not say how long it may be, or says far more than it
 * ever takes. One per event loop, of bounded size; what was seen long ago fades.
 */
final class LearnedOutput {
    private static final int MAX_PAIRS = 4_096;
    private static final int MIN_ANSWERS = 20;
    private static final int FADES_AFTER = 512;
    /** Powers of the square root of two, up to two million tokens. */
    private static final int STEPS = 42;

    private static final double PART = 0.95;
    /** By step, the longest answer in it. */
    private static final long[] MOST = new long[STEPS];

    static {
        for (int step = 0; step < STEPS; step++) {
            MOST[step] = (long) Math.ceil(Math.pow(2, step / 2.0));
        }
    }

    private final Map<Pair, Lengths> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Lengths> eldest) {
            return size() > MAX_PAIRS;
        }
    };

    private record Pair(String key, String model) {}

    /** A histogram. */
    private static final class Lengths {
        private final int[] counts = new int[STEPS];
        private int sum;
    }

    /** @return tokens that 95 of 100 answers had at most, up to two fifths too many; 0: not known yet */
    long of(String key, String model) {
        Lengths lengths = known.get(new Pair(key, model));
        if (lengths == null || lengths.sum < MIN_ANSWERS) {
            return 0;
        }
        long left = (long) Math.ceil(lengths.sum * PART);
        for (int step = 0; step < STEPS; step++) {
            left -= lengths.counts[step];
            if (left <= 0) {
                return MOST[step];
            }
        }
        return MOST[STEPS - 1];
    }

    void answered(String key, String model, long tokens) {
        Lengths lengths = known.computeIfAbsent(new Pair(key, model), _ -> new Lengths());
        lengths.counts[step(tokens)]++;
        if (++lengths.sum > FADES_AFTER) {
            lengths.sum = 0;
            for (int step = 0; step < STEPS; step++) {
                lengths.counts[step] /= 2;
                lengths.sum += lengths.counts[step];
            }
        }
    }

    private static int step(long tokens) {
        int step = 0;
        while (step < STEPS - 1 && MOST[step] < tokens) {
            step++;
        }
        return step;
    }
}
