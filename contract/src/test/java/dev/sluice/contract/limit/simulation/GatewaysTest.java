package dev.sluice.contract.limit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.limit.Admission;
import dev.sluice.contract.limit.Amounts;
import dev.sluice.contract.limit.Reservation;
import dev.sluice.contract.limit.lease.LeaseStore;
import dev.sluice.contract.policy.LimitRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several gateways and what they know of each other. */
class GatewaysTest {
    private static final Amounts ONE = Amounts.of(0, 0, 0);
    private final World world = new World(11);
    private final Wire wire = new Wire(world, 0);

    private Node node(int number, LimitRules rules) {
        return new Node(world, wire, number, rules, true);
    }

    private static int asked(Node node, int times) {
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            admitted += node.ask(ONE).isPresent() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void tellWhatTheyHaveCounted() {
        LimitRules rules = Outcome.rules("", 100);
        Node one = node(1, rules);
        Node two = node(2, rules);
        world.runUntil(1_000);
        assertThat(asked(one, 70)).isEqualTo(70);
        world.runUntil(2_000);
        assertThat(asked(two, 70)).isEqualTo(30);
        world.runUntil(3_000);
        assertThat(asked(one, 10)).isZero();
        assertThat(one.gossip.peerCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600_000, 3_600_000})
    void countWhatOthersWithWrongClocksUseAndNoLongerThanTheWindow(long ahead) {
        LimitRules rules = Outcome.rules("", 100);
        Node one = new Node(world, wire, 1, rules, true, ahead);
        Node two = node(2, rules);
        world.runUntil(1_000);
        assertThat(asked(one, 70)).isEqualTo(70);
        world.runUntil(2_000);
        assertThat(asked(two, 70)).isEqualTo(30);
        world.runUntil(64_000);
        assertThat(asked(two, 100)).isEqualTo(100);
        world.runUntil(65_000);
        assertThat(asked(one, 10)).isZero();
    }

    @Test
    void startRightFromTheLastStatesAndForgetNobodyWhoLeft() {
        LimitRules rules = Outcome.rules("", 100);
        Node one = node(1, rules);
        world.runUntil(1_000);
        asked(one, 70);
        world.runUntil(2_000);
        one.stop();
        world.runUntil(20_000);
        Node two = node(2, rules);
        world.runUntil(21_000);
        assertThat(asked(two, 70)).isEqualTo(30);
        world.runUntil(64_000);
        assertThat(asked(two, 100))
                .as("what the other used has left the window")
                .isEqualTo(70);
    }

    @Test
    void endTheReservationsOfWhoIsGone() {
        LimitRules rules = rules("{limits: [{unit: concurrent, amount: 10}]}");
        Node one = node(1, rules);
        Node two = node(2, rules);
        world.runUntil(1_000);
        assertThat(asked(one, 6)).isEqualTo(6);
        world.runUntil(2_000);
        assertThat(asked(two, 10)).isEqualTo(4);
        one.kill();
        world.runUntil(60_000);
        assertThat(asked(two, 10)).as("they may still go on").isZero();
        world.runUntil(80_000);
        assertThat(asked(two, 10)).isEqualTo(6);
    }

    @Test
    void sayOfAStrictLimitHowItStandsWithAllOfThem() {
        LimitRules rules = Outcome.rules("accuracy: strict, ", 100);
        Node one = node(1, rules);
        Node two = node(2, rules);
        int admitted = 0;
        for (int step = 1; step <= 300; step++) {
            world.runUntil(step * 100L);
            admitted += asked(one, 1) + asked(two, 1);
        }
        assertThat(admitted).isEqualTo(100);

        for (Node node : List.of(one, two)) {
            assertThat(node.admission(ONE))
                    .asInstanceOf(InstanceOfAssertFactories.type(Admission.Refused.class))
                    .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Admission.Reason.LIMIT))
                    .extracting(Admission.Refused::standing)
                    .satisfies(standing -> assertThat(standing.used()).isEqualTo(100))
                    .satisfies(standing -> assertThat(standing.resetMillis()).isBetween(20_000L, 60_000L));
        }
    }

    private static LimitRules rules(String spec) {
        return Outcome.compiled("kind: RateLimit\nmetadata: {name: a}\nspec: " + spec);
    }

    @Test
    void neverSpendMoreThanABudgetTogetherWhateverHappens() {
        for (long seed = 1; seed <= 6; seed++) {
            World world = new World(seed);
            Wire wire = new Wire(world, 0.1);
            LimitRules rules = Outcome.compiled(
                    "kind: Budget\nmetadata: {name: a}\nspec: {limits: [{usd: '10.00', period: day}]}");
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                nodes.add(new Node(world, wire, i, rules, true));
            }
            long limit = 10_000_000_000L;
            long spent = 0;
            List<Reservation> open = new ArrayList<>();
            for (int step = 0; step < 6_000; step++) {
                world.runUntil(step * 50L);
                long cost = 1_000_000L + world.random.nextInt(9_000_000);
                Optional<Reservation> held = nodes.get(world.random.nextInt(4)).ask(Amounts.of(0, 0, cost));
                if (held.isPresent()) {
                    long actual = cost / (1 + world.random.nextInt(3));
                    spent += actual;
                    Reservation reservation = held.get();
                    world.after(world.random.nextInt(3_000), () -> reservation.settle(Amounts.of(0, 0, actual)));
                    open.add(reservation);
                }
                if (step == 1_200) {
                    wire.cutOff.add(2);
                }
                if (step == 2_400) {
                    nodes.get(3).kill();
                }
                if (step == 3_000) {
                    wire.cutOff.clear();
                }
                assertThat(spent).isLessThanOrEqualTo(limit);
            }
            assertThat(open).isNotEmpty();
            assertThat(spent).as("seed %s", seed).isGreaterThan(limit * 8 / 10);
        }
    }

    @Test
    void giveBackWhatALeavingGatewayHeld() {
        LimitRules rules = Outcome.rules("accuracy: strict, ", 100);
        Node one = node(1, rules);
        for (int second = 0; second < 20; second++) {
            world.runUntil(second * 1_000L);
            asked(one, 10);
        }
        one.stop();
        world.runUntil(22_000);
        assertThat(documents()).allSatisfy(text -> assertThat(text).contains("\"leases\":{}"));
        Node two = node(2, rules);
        int admitted = 0;
        for (int second = 22; second < 100; second++) {
            world.runUntil(second * 1_000L);
            admitted += asked(two, 10);
        }
        assertThat(admitted)
                .as("once the window has left behind what the first one used")
                .isBetween(90, 200);
    }

    private List<String> documents() {
        return wire.documents().values().stream()
                .map(LeaseStore.Versioned::value)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }
}
