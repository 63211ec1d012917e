package dev.sluice.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class FreeSlotsTest {
    @Test
    void givesEachSlotOnceAndTheWarmestFirst() {
        FreeSlots slots = new FreeSlots(4, 2);

        assertThat(List.of(slots.take(), slots.take(), slots.take())).containsExactly(0, 1, FreeSlots.NONE);
        slots.giveBack(3);
        slots.giveBack(0);
        assertThat(List.of(slots.take(), slots.take(), slots.take())).containsExactly(0, 3, FreeSlots.NONE);
    }

    @Test
    void noticesThatATopCameBackWithAnotherBelowIt() {
        FreeSlots slots = new FreeSlots(3, 3);
        long seen = slots.top();
        int first = slots.take();
        int second = slots.take();
        slots.giveBack(first);

        assertThat(slots.replaceTop(seen, second)).isFalse();
        assertThat(List.of(slots.take(), slots.take())).containsExactly(first, 2);
    }

    @Test
    void hasNoneWhenThereAreNone() {
        assertThat(new FreeSlots(0, 512).take()).isEqualTo(FreeSlots.NONE);
    }

    @Test
    void givesNoSlotToTwoThreadsAndLosesNone() throws InterruptedException {
        int count = 3;
        FreeSlots slots = new FreeSlots(count, count);
        AtomicIntegerArray holders = new AtomicIntegerArray(count);
        AtomicInteger shared = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 300_000; n++) {
                    int a = slots.take();
                    int b = slots.take();
                    hold(a, holders, shared);
                    hold(b, holders, shared);
                    release(a, holders, slots);
                    release(b, holders, slots);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(shared).hasValue(0);
        List<Integer> left = new ArrayList<>();
        for (int slot = slots.take(); slot != FreeSlots.NONE && left.size() <= count; slot = slots.take()) {
            left.add(slot);
        }
        assertThat(left).containsExactlyInAnyOrder(0, 1, 2);
    }

    private static void hold(int slot, AtomicIntegerArray holders, AtomicInteger shared) {
        if (slot != FreeSlots.NONE && holders.incrementAndGet(slot) > 1) {
            shared.incrementAndGet();
        }
    }

    private static void release(int slot, AtomicIntegerArray holders, FreeSlots slots) {
        if (slot != FreeSlots.NONE) {
            holders.decrementAndGet(slot);
            slots.giveBack(slot);
        }
    }
}
