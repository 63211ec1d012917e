package dev.sluice.contract.limit.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaseDocumentTest {
    private static final LeaseDocument TWO =
            LeaseDocument.EMPTY.withLease("one", 60).withLease("two", 30).withLease("two", 30);

    @Test
    void knowsWhatNobodyHolds() {
        assertThat(TWO.pool(100)).isEqualTo(10);
        assertThat(TWO.pool(50)).as("after the limit was lowered").isZero();
        assertThat(TWO.held("one")).isEqualTo(60);
        assertThat(TWO.held("three")).isZero();
        assertThat(TWO.leases().get("two")).isEqualTo(new LeaseDocument.Lease(30, 2));
    }

    @Test
    void countsTheDeadInFullUntilTheWindowHasLeftThemBehind() {
        LeaseDocument without = TWO.ended("one", 60, 5_000);

        assertThat(without.pool(100)).isEqualTo(10);
        assertThat(without.at(4_999).pool(100)).isEqualTo(10);
        assertThat(without.at(5_000).pool(100)).isEqualTo(70);
    }

    @Test
    void givesBackWhatALeavingGatewayDidNotUse() {
        assertThat(TWO.ended("one", 25, 5_000).pool(100)).isEqualTo(45);
        assertThat(TWO.ended("one", 0, 5_000).spent()).isEmpty();
    }

    @Test
    void putsWhatGatewaysThatAreGoneHaveSpentInPlaceOfTheirLeases() {
        LeaseDocument closed = TWO.ended("three", 5, Long.MAX_VALUE).closed(Set.of("one", "three"), 41);

        assertThat(closed.pool(100)).isEqualTo(29);
        assertThat(closed.held("two")).isEqualTo(30);
        assertThat(closed.counted()).containsOnly(entry("two", 30L));
        assertThat(closed.at(Long.MAX_VALUE - 1).pool(100)).isEqualTo(29);
        assertThat(closed.closed(Set.of("one", "two", "three"), 60).pool(100))
                .as("all of them, once more")
                .isEqualTo(40);
        assertThat(TWO.closed(Set.of("one"), 0).pool(100)).isEqualTo(70);
    }

    @Test
    void letsOneThatWasCountedOutHoldTheSameAgain() {
        LeaseDocument back = TWO.ended("one", 60, 5_000).resumed("one");

        assertThat(back.held("one")).isEqualTo(60);
        assertThat(back.spent()).isEmpty();
        assertThat(back.pool(100)).isEqualTo(10);
        assertThat(TWO.resumed("one")).isEqualTo(TWO);
    }

    @Test
    void readsWhatItWritesAndWhatANewerVersionAdds() throws IOException {
        LeaseDocument document = TWO.ended("one", 60, 5_000);
        assertThat(LeaseDocument.read(document.bytes())).isEqualTo(document);
        assertThat(LeaseDocument.read(new byte[0])).isEqualTo(LeaseDocument.EMPTY);
        String newer = "{\"leases\":{},\"spent\":{},\"later\":1}";
        assertThat(LeaseDocument.read(newer.getBytes(StandardCharsets.UTF_8))).isEqualTo(LeaseDocument.EMPTY);
    }
}
