package dev.sluice.bench.report;

/** A quantity that a round yields. */
public enum Figure {
    CPU("CPU µs/request", 1, false),
    RPS("requests/s", 0, false),
    P50("p50 µs", 0, true),
    P99("p99 µs", 0, true),
    FIRST_BYTE_P50("first byte p50 µs", 0, true),
    FIRST_BYTE_P99("first byte p99 µs", 0, true),
    EVENT_P50("event p50 µs", 0, true),
    EVENT_P99("event p99 µs", 0, true),
    CPU_PER_EVENT("CPU µs/event", 2, false),
    ALLOCATED("allocated kB/request", 1, false),
    SWITCHES("switches/request", 2, false),
    RESIDENT("RSS MB", 0, false),
    RESIDENT_BEFORE("RSS before MB", 0, false),
    OFFERED("streams offered", 0, false),
    HELD("streams held", 0, false),
    ERRORS("errors", 0, false),
    KIB_PER_STREAM("KiB/stream", 1, false),
    READY("ready ms", 0, false),
    FIRST_ANSWER("first answer ms", 0, false),
    STALLS("stalls over 5 ms a minute", 1, false),
    UNEXPLAINED("of them without a cause", 0, false),
    CLOSE_SEEN("all closes seen after ms", 0, false),
    GENERATOR("generator µs/request", 1, false),
    LOAD_CORE("load core busy %", 0, false),
    STEAL("steal %", 1, false),
    CACHE("cached read/memory read", 2, false);

    private final String label;
    private final int decimals;
    private final boolean latency;

    Figure(String label, int decimals, boolean latency) {
        this.label = label;
        this.decimals = decimals;
        this.latency = latency;
    }

    public String label() {
        return label;
    }

    /** Whether it only counts in rounds in which the machine was quiet. */
    public boolean isLatency() {
        return latency;
    }

    public String format(double value) {
        return String.format(java.util.Locale.ROOT, "%,." + decimals + "f", value);
    }
}
