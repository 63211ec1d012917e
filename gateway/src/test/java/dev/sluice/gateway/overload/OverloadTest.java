package dev.sluice.gateway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.error.ShedReason;
import dev.sluice.gateway.overload.HeapAfterCollection.Collected;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverloadTest {
    private @Nullable Collected collected;
    private int inFlight;
    private long now;
    private final Overload overload = new Overload(10, () -> inFlight, () -> Optional.ofNullable(collected), () -> now);

    private boolean collectionLeaves(double share) {
        collected = new Collected(collected == null ? 1 : collected.number() + 1, share);
        return overload.look();
    }

    @Test
    void takesAsManyRequestsAsItMay() {
        inFlight = 9;
        assertThat(overload.refuses()).isNull();

        inFlight = 10;
        assertThat(overload.refuses()).isEqualTo(ShedReason.REQUESTS);
    }

    @Test
    void refusesWhileCollectionsLeaveTheHeapFull() {
        assertThat(overload.look()).isFalse();
        assertThat(overload.refuses()).isNull();

        assertThat(collectionLeaves(0.84)).isFalse();
        assertThat(overload.refuses()).isNull();
        assertThat(collectionLeaves(0.85)).isFalse();
        assertThat(overload.refuses()).isEqualTo(ShedReason.HEAP);
        assertThat(collectionLeaves(0.92)).isTrue();
        assertThat(overload.refuses()).isEqualTo(ShedReason.HEAP);
        assertThat(collectionLeaves(0.5)).isFalse();
        assertThat(overload.refuses()).isNull();
    }

    @Test
    void tellsOfDangerOncePerCollection() {
        assertThat(collectionLeaves(0.95)).isTrue();
        assertThat(overload.look()).isFalse();
        assertThat(collectionLeaves(0.95)).isTrue();
    }

    @Test
    void doesNotHoldToWhatWasLongAgo() {
        collectionLeaves(0.95);
        now = 999_999_999;
        overload.look();
        assertThat(overload.refuses()).isEqualTo(ShedReason.HEAP);

        now = 1_000_000_000;
        overload.look();

        assertThat(overload.refuses()).isNull();
    }

    @Test
    void seesWhatCollectionsLeaveOfThisProcess() {
        System.gc();

        Collected seen = new HeapAfterCollection().last().orElseThrow();

        assertThat(seen.number()).isPositive();
        assertThat(seen.share()).isBetween(0.0001, 1.0);
    }
}
