package dev.sluice.bench.mock;

import java.util.Arrays;

/** What is to be done when: a heap of (time, id), without an object per entry. For one thread. */
final class Timers {
    private long[] times = new long[1024];
    private int[] ids = new int[1024];
    private int size;

    void add(long nanos, int id) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            ids = Arrays.copyOf(ids, size * 2);
        }
        int i = size++;
        while (i > 0 && times[(i - 1) / 2] > nanos) {
            times[i] = times[(i - 1) / 2];
            ids[i] = ids[(i - 1) / 2];
            i = (i - 1) / 2;
        }
        times[i] = nanos;
        ids[i] = id;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** When the earliest is due. */
    long earliest() {
        return times[0];
    }

    /** Takes the earliest out. */
    int poll() {
        int first = ids[0];
        long time = times[--size];
        int id = ids[size];
        int i = 0;
        while (2 * i + 1 < size) {
            int child = 2 * i + 1;
            if (child + 1 < size && times[child + 1] < times[child]) {
                child++;
            }
            if (times[child] >= time) {
                break;
            }
            times[i] = times[child];
            ids[i] = ids[child];
            i = child;
        }
        times[i] = time;
        ids[i] = id;
        return first;
    }
}
