package dev.sluice.contract.limit;

/**
 * Time as limits see it: the wall clock at the start, and from then on the monotonic one. A step of the wall clock is taken over
 * only when it has lasted a minute, and only calendar periods follow it: {@link Moment#elapsed()}, by which windows slide, never
 * steps. Thread-safe; one thread calls {@link #observe()}, about every second.
 */
public final class SteadyClock {
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** Below this it is drift, and followed at once. */
    private static final long STEP_MILLIS = 1_000;

    private static final long PATIENCE_NANOS = 60_000 * NANOS_PER_MILLI;

    private final Source source;
    private final long startMillis;
    private final long startNanos;
    private volatile long correctionMillis;
    private long stepMillis;
    private long stepSinceNanos;

    public SteadyClock(Source source) {
        this.source = source;
        this.startMillis = source.wallMillis();
        this.startNanos = source.nanoTime();
    }

    /** The two clocks of a process. */
    public interface Source {
        Source SYSTEM = new Source() {
            @Override
            public long wallMillis() {
                return System.currentTimeMillis();
            }

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }
        };

        /** Milliseconds since the epoch; may step either way. */
        long wallMillis();

        /** Nanoseconds since whenever; never goes back. */
        long nanoTime();
    }

    /**
     * One point in time.
     *
     * @param nanos monotonic
     * @param elapsed milliseconds since the epoch as of the start's wall clock; monotonic
     * @param wall milliseconds since the epoch; follows the wall clock, late
     */
    public record Moment(long nanos, long elapsed, long wall) {}

    public Moment now() {
        long nanos = source.nanoTime();
        long elapsed = startMillis + Math.floorDiv(nanos - startNanos, NANOS_PER_MILLI);
        return new Moment(nanos, elapsed, elapsed + correctionMillis);
    }

    /** Compares with the wall clock. */
    public void observe() {
        Moment now = now();
        long difference = source.wallMillis() - now.wall();
        if (Math.abs(difference) < STEP_MILLIS) {
            correctionMillis = now.wall() - now.elapsed() + difference;
            stepMillis = 0;
        } else if (stepMillis == 0 || Math.abs(difference - stepMillis) >= STEP_MILLIS) {
            stepMillis = difference;
            stepSinceNanos = now.nanos();
        } else if (now.nanos() - stepSinceNanos >= PATIENCE_NANOS) {
            correctionMillis = now.wall() - now.elapsed() + difference;
            stepMillis = 0;
        }
    }
}
