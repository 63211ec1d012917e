package dev.sluice.gateway.limit;

/** How many segments a gateway keeps: each may come to hold some sixty buckets, which must fit beside everything else. */
final class SegmentBound {
    private static final int MOST = 200_000;
    private static final int LEAST = 1_000;
    private static final long BYTES_EACH = 4 << 10;
    /** Of the heap, an eighth. */
    private static final int PART = 8;

    private SegmentBound() {}

    static int ofHeap(long heapBytes) {
        return Math.clamp(heapBytes / PART / BYTES_EACH, LEAST, MOST);
    }
}
