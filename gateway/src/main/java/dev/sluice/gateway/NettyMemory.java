package dev.sluice.gateway;

/**
 * Keeps Netty's own memory in proportion to the heap, so that one setting, the heap, decides how much the process takes:
 * by itself Netty would take as much again. What the operator sets as a system property stays.
 */
final class NettyMemory {
    /** Buffers that wait for slow readers; above it a write fails, which is better than the end of the process. */
    private static final int SHARE_OF_HEAP = 2;

    private NettyMemory() {}

    /** To be called before any class of Netty is used: it reads them once. */
    static void bound() {
        Runtime runtime = Runtime.getRuntime();
        set("io.netty.maxDirectMemory", runtime.maxMemory() / SHARE_OF_HEAP);
        set("io.netty.allocator.numDirectArenas", runtime.availableProcessors());
        set("io.netty.allocator.numHeapArenas", runtime.availableProcessors());
    }

    private static void set(String property, long value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Long.toString(value));
        }
    }
}
