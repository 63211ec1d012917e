package dev.sluice.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.bus.LimitState;
import dev.sluice.contract.bus.LimitStateRequest;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.limit.Admission;
import dev.sluice.contract.limit.Amounts;
import dev.sluice.embedded.EmbeddedNats;
import dev.sluice.embedded.Settings;
import io.nats.client.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What gateways come to know of each other over a real server: as they come, stop and die. */
@Timeout(120)
class LimitKeeperTest {
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir
    static Path directory;

    private static EmbeddedNats nats;
    private final String rule = "r" + NAMES.incrementAndGet();

    @BeforeAll
    static void start() {
        nats = EmbeddedNats.start(Settings.in(directory));
    }

    @AfterAll
    static void stop() {
        nats.close();
    }

    /** A budget of tokens for each user. */
    private String budget(String accuracy, int tokens) {
        return "kind: Budget\nmetadata: {name: " + rule + "}\nspec: {accuracy: " + accuracy
                + ", per: [user], limits: [{tokens: " + tokens + ", period: month}]}\n";
    }

    private Node node(String name, String accuracy) {
        return node(name, accuracy, 100);
    }

    private Node node(String name, String accuracy, int tokens) {
        return new Node(rule + "-" + name, nats.url(), budget(accuracy, tokens));
    }

    private LimitState state(Node node) throws Exception {
        byte[] question = new ObjectMapper().writeValueAsBytes(new LimitStateRequest("b/" + rule));
        Message answer =
                node.bus.connection().orElseThrow().request(Subjects.LIMIT_STATE, question, Duration.ofSeconds(2));
        return new ObjectMapper().readValue(Objects.requireNonNull(answer).getData(), LimitState.class);
    }

    @Test
    void aloneNeedsNobody() {
        try (LimitKeeper keeper = new LimitKeeper("alone", () -> Node.rules(budget("strict", 100)), null)) {
            keeper.start();
            var facts = Node.by("ada");
            var rules = Node.rules(budget("strict", 100)).atAdmission(facts, "m");
            assertThat(keeper.limiter().admit(rules, facts, "m", "", Amounts.of(100, 0, 0)))
                    .isInstanceOf(Admission.Admitted.class);
        }
    }

    @Test
    void softIsToldToTheOthersWhoRememberTheDead() {
        Node first = node("a", "soft");
        try (Node second = node("b", "soft")) {
            Pace.await("both hear", () -> first.bus.isConnected() && second.bus.isConnected());
            assertThat(first.spend("ada", 40, 10_000)).isEqualTo(40);
            Pace.sleep(800);
            first.kill();
            assertThat(second.spend("ada", 100, 1_000)).isEqualTo(60);
        }
    }

    @Test
    void softIsKnownToWhoeverStartsWhenAllAreGone() throws Exception {
        try (Node first = node("a", "soft")) {
            Pace.await("it hears", first.bus::isConnected);
            Pace.sleep(600);
            assertThat(first.spend("ada", 40, 10_000)).isEqualTo(40);
        }
        try (Node second = node("b", "soft")) {
            Pace.await("it is read", () -> second.keeper.counters().size() > 0);
            Pace.sleep(300);
            assertThat(state(second).segments().getFirst().gone()).isEqualTo(Map.of(rule + "-a", 40L));
            assertThat(second.spend("ada", 100, 1_000)).isEqualTo(60);
        }
    }

    @Test
    void strictIsGivenBackByWhoeverStops() {
        try (Node first = node("a", "strict")) {
            assertThat(first.spend("ada", 40, 10_000)).isEqualTo(40);
        }
        try (Node second = node("b", "strict")) {
            assertThat(second.spend("ada", 100, 4_000)).isEqualTo(60);
        }
    }

    /** What the dead one had leased beyond what it spent, ten seconds' worth, is nobody's for now. */
    @Test
    void strictIsNeverPassedWhenOneDies() {
        Node first = node("a", "strict", 1_000);
        int spent = 0;
        for (int i = 0; i < 20; i++) {
            spent += first.spend("ada", 1, 5_000);
            Pace.sleep(100);
        }
        first.kill();
        assertThat(spent).isEqualTo(20);
        try (Node second = node("b", "strict", 1_000)) {
            assertThat(second.spend("ada", 1_000, 4_000)).isBetween(500, 980);
        }
    }

    @Test
    void strictIsSharedOut() {
        try (Node first = node("a", "strict");
                Node second = node("b", "strict")) {
            int admitted = 0;
            long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
            while (System.nanoTime() < end && admitted < 100) {
                admitted += (first.spend("ada") ? 1 : 0) + (second.spend("ada") ? 1 : 0);
                Pace.sleep(2);
            }
            assertThat(admitted).isEqualTo(100);
            assertThat(first.spend("ada", 1, 1_500) + second.spend("ada", 1, 1_500))
                    .isZero();
        }
    }

    @Test
    void tellsWhatItHasCountedAndWhatTheGoneHave() throws Exception {
        try (Node first = node("a", "strict")) {
            assertThat(first.spend("ada", 40, 10_000)).isEqualTo(40);
        }
        try (Node second = node("b", "strict")) {
            assertThat(second.spend("ada", 5, 4_000)).isEqualTo(5);
            second.ask("ada");
            LimitState state = state(second);
            assertThat(state.instance()).isEqualTo(rule + "-b");
            assertThat(state.segments()).hasSize(1);
            LimitState.Segment segment = state.segments().getFirst();
            assertThat(segment.key()).isEqualTo(Map.of("user", "ada"));
            assertThat(segment.unit() + " " + segment.window()).isEqualTo("tokens month");
            assertThat(segment.limit()).isEqualTo(100);
            assertThat(segment.used()).isEqualTo(5);
            assertThat(segment.reserved()).isEqualTo(1);
            assertThat(segment.resetsAtMillis()).isGreaterThan(System.currentTimeMillis());
            assertThat(segment.gone()).isEqualTo(Map.of(rule + "-a", 40L));
        }
    }

    @Test
    void stopsInASecondWithoutABus() {
        Node node = node("a", "strict");
        node.bus.close();
        long before = System.nanoTime();
        node.keeper.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1_500));
    }
}
