package dev.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyStateTest {
    private static PolicyObject team(String name) {
        return new PolicyObject(Kind.TEAM, Metadata.named(name), new TeamSpec(List.of(), List.of(), null));
    }

    private static ChangeSet set(long revision, Change... changes) {
        return new ChangeSet(1, revision, Instant.EPOCH, List.of(changes));
    }

    private static PolicyState started() {
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 0, List.of()));
        return state;
    }

    @Test
    void endsTheSameWhateverTheOrderOfArrival() {
        List<ChangeSet> sets = new ArrayList<>();
        Random random = new Random(7);
        for (int revision = 1; revision <= 200; revision++) {
            String name = "team-" + random.nextInt(20);
            sets.add(
                    random.nextInt(4) == 0
                            ? set(revision, Change.tombstone(new ObjectId(Kind.TEAM, name), revision))
                            : set(revision, Change.put(team(name), revision)));
        }
        PolicyState inOrder = started();
        sets.forEach(inOrder::apply);
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(sets, random);
            PolicyState shuffled = started();
            sets.forEach(shuffled::apply);
            sets.forEach(shuffled::apply);
            assertThat(shuffled.digest()).isEqualTo(inOrder.digest());
            assertThat(shuffled.revision()).isEqualTo(200);
            assertThat(shuffled.isComplete()).isTrue();
        }
    }

    @Test
    void appliesARevocationBeforeTheGapInFrontOfItCloses() {
        PolicyState state = started();
        state.apply(set(1, Change.put(team("a"), 1)));

        state.apply(set(5, Change.tombstone(new ObjectId(Kind.TEAM, "a"), 5)));

        assertThat(state.objects(Kind.TEAM)).isEmpty();
        assertThat(state.revision()).isEqualTo(1);
        assertThat(state.isComplete()).isFalse();
    }

    @Test
    void neverBringsBackWhatATombstoneRemoved() {
        PolicyState state = started();
        state.apply(set(2, Change.tombstone(new ObjectId(Kind.TEAM, "a"), 2)));

        state.apply(set(1, Change.put(team("a"), 1)));

        assertThat(state.objects(Kind.TEAM)).isEmpty();
    }

    @Test
    void takesASnapshotOverAndKeepsWhatIsNewer() {
        PolicyState state = started();
        state.apply(set(1, Change.put(team("gone"), 1)));
        state.apply(set(9, Change.put(team("newer"), 9)));

        boolean taken = state.apply(new Snapshot(1, 8, List.of(Change.put(team("kept"), 3))));

        assertThat(taken).isTrue();
        assertThat(state.objects(Kind.TEAM)).extracting(PolicyObject::name).containsExactlyInAnyOrder("kept", "newer");
        assertThat(state.revision()).isEqualTo(9);
    }

    @Test
    void ignoresOlderSnapshotsAndOtherEpochs() {
        PolicyState state = started();
        state.apply(set(1, Change.put(team("a"), 1)));
        state.apply(set(2, Change.put(team("b"), 2)));

        assertThat(state.apply(new Snapshot(1, 1, List.of()))).isFalse();
        assertThat(state.apply(new ChangeSet(2, 3, Instant.EPOCH, List.of(Change.put(team("c"), 3)))))
                .isEmpty();
        assertThat(state.apply(new Snapshot(2, 1, List.of(Change.put(team("d"), 1)))))
                .isTrue();
        assertThat(state.objects(Kind.TEAM)).extracting(PolicyObject::name).containsExactly("d");
        assertThat(state.epoch()).isEqualTo(2);
    }

    @Test
    void travelsOverTheWire() throws IOException {
        ChangeSet sent = new ChangeSet(
                3,
                7,
                Instant.parse("2026-11-20T10:00:00.123Z"),
                List.of(Change.put(team("a"), 7), Change.tombstone(new ObjectId(Kind.MODEL, "x/*"), 7)));

        assertThat(PolicyWire.changeSet(PolicyWire.encode(sent))).isEqualTo(sent);
    }

    @Test
    void switchesOffAloneWhatItCannotRead() throws IOException {
        ChangeSet sent = new ChangeSet(
                1,
                1,
                Instant.EPOCH,
                List.of(
                        Change.put(team("good"), 1),
                        Change.unreadable(team("odd").id(), 1, "odd")));

        ChangeSet received = PolicyWire.changeSet(PolicyWire.encode(sent));
        PolicyState state = started();
        state.apply(received);
        PolicyState whole = started();
        whole.apply(set(1, Change.put(team("good"), 1), Change.put(team("odd"), 1)));

        assertThat(state.objects(Kind.TEAM)).extracting(PolicyObject::name).containsExactly("good");
        assertThat(state.digest()).as("held all the same").isEqualTo(whole.digest());
        assertThat(new PolicyCompiler((_, _) -> "").compile(state).disabled())
                .extracting(PolicySnapshot.DisabledObject::name)
                .containsExactly("odd");
    }

    @Test
    void carriesTheRevocationOfAKey() throws IOException {
        ApiKeySpec spec = new ApiKeySpec(
                "user:ada", null, List.of("*"), List.of(), null, List.of(), java.util.Map.of(), null, null, null);
        PolicyObject revoked =
                new PolicyObject(Kind.API_KEY, Metadata.named("k"), spec, new KeyStatus("abcdefgh", List.of(), true));
        ChangeSet sent = set(1, Change.put(revoked, 1));

        assertThat(PolicyWire.changeSet(PolicyWire.encode(sent))).isEqualTo(sent);
    }
}
