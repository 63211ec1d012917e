package dev.sluice.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.bus.TargetStates;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.embedded.EmbeddedNats;
import dev.sluice.embedded.Settings;
import dev.sluice.gateway.error.GatewayError.Upstream;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.health.TargetHealth.State;
import dev.sluice.gateway.quota.ProviderLimits;
import io.nats.client.Connection;
import io.nats.client.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over a real server: each gateway says what it has seen. */
@Timeout(60)
class TargetAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = """
            kind: ProviderAccount
            metadata: {name: p}
            spec: {provider: openai, credentials: [{name: one, secret: {value: a}}]}
            ---
            kind: Model
            metadata: {name: p/m}
            spec: {account: p, upstream: u}
            """;
    private static final Map<String, String> QUOTA = Map.of("x-ratelimit-remaining-requests", "0", "retry-after", "30");
    /** Of a good answer: one that is used up would be a rest. */
    private static final Map<String, String> LEFT = Map.of("x-ratelimit-remaining-requests", "7");

    private static final Duration PATIENCE = Duration.ofMillis(300);

    @TempDir
    private Path directory;

    private long now = 1;
    private final TargetHealth limited = new TargetHealth(() -> now, () -> 0.5);
    private final TargetHealth well = new TargetHealth(() -> now, () -> 0.5);

    private static PolicySnapshot policy() {
        List<Change> changes = new ArrayList<>();
        Manifests.readYaml(POLICY).forEach(object -> changes.add(Change.put(object, 1)));
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        return new PolicyCompiler((_, _) -> "s").compile(state);
    }

    private static Trial sent(TargetHealth health) {
        CompiledModel model = Objects.requireNonNull(policy().model("p/m"));
        return Objects.requireNonNull(
                health.begin(model, model.account().credentials().getFirst(), true, true));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; !condition.getAsBoolean() && i < 500; i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** They listen a moment after they are connected. */
    private static Map<String, TargetStates> askBoth(Connection connection) throws Exception {
        Map<String, TargetStates> states = ask(connection);
        for (int i = 0; states.size() < 2 && i < 20; i++) {
            states = ask(connection);
        }
        return states;
    }

    private static Map<String, TargetStates> ask(Connection connection) throws Exception {
        String inbox = connection.createInbox();
        Subscription answers = connection.subscribe(inbox);
        connection.publish(Subjects.TARGETS, inbox, new byte[0]);
        Map<String, TargetStates> states = new HashMap<>();
        for (var message = answers.nextMessage(PATIENCE); message != null; message = answers.nextMessage(PATIENCE)) {
            if (message.getData().length > 0) { // else the server says that nobody listens yet
                TargetStates told = JSON.readValue(message.getData(), TargetStates.class);
                states.put(told.instance(), told);
            }
        }
        answers.unsubscribe();
        return states;
    }

    @Test
    void everyGatewayTellsWhatItHasSeen() throws Exception {
        Trial waiting = sent(limited);
        sent(limited).ended(error(UpstreamClass.RATE_LIMITED), 429);
        Trial trial = sent(well);
        now += 250_000_000;
        trial.answering();
        trial.limits(new ProviderLimits(LEFT));
        trial.ended(null, 200);
        try (EmbeddedNats nats = EmbeddedNats.start(Settings.in(directory));
                Bus first = Bus.connect(BusSettings.of(nats.url(), "a"));
                Bus second = Bus.connect(BusSettings.of(nats.url(), "b"))) {
            new TargetAnswers(first, "a", limited).start();
            new TargetAnswers(second, "b", well).start();
            await(() -> first.isConnected() && second.isConnected());

            Map<String, TargetStates> told = askBoth(first.connection().orElseThrow());

            assertThat(told)
                    .isEqualTo(Map.of(
                            "a",
                            new TargetStates(
                                    "a",
                                    List.of(new TargetStates.Target(
                                            "p/m",
                                            "p",
                                            "one",
                                            "resting",
                                            "rate_limited",
                                            29_750,
                                            1,
                                            1,
                                            0,
                                            0,
                                            Map.of())),
                                    false),
                            "b",
                            new TargetStates(
                                    "b",
                                    List.of(new TargetStates.Target(
                                            "p/m", "p", "one", "closed", "", 0, 0, 1, 0, 250_000_000, LEFT)),
                                    false)));
            // A message that nobody waits for is no harm.
            first.connection().orElseThrow().publish(Subjects.TARGETS, new byte[0]);
            assertThat(ask(first.connection().orElseThrow())).hasSize(2);
        }
        waiting.ended(null, 200);
    }

    private static Upstream error(UpstreamClass kind) {
        return new Upstream(kind, "p", 0, null, null, new ProviderLimits(QUOTA));
    }

    @Test
    void tellsTheWorstAndBusiestWhereThereIsTooMuch() {
        List<TargetReading> readings = new ArrayList<>();
        for (int i = 0; i <= TargetAnswers.MOST; i++) {
            State state = i == 400 ? State.HALF_OPEN : State.CLOSED;
            readings.add(new TargetReading(
                    new TargetKey("m" + i, "p", ""),
                    state,
                    "",
                    0,
                    new TargetReading.Seen(0, i, 0, 0, ProviderLimits.NONE)));
        }
        try (Bus bus = Bus.connect(BusSettings.of("nats://127.0.0.1:1", "test"))) {
            TargetAnswers answers = new TargetAnswers(bus, "a", limited);

            TargetStates told = answers.states(readings);

            assertThat(told.truncated()).isTrue();
            assertThat(told.targets()).hasSize(TargetAnswers.MOST);
            assertThat(told.targets().getFirst().state()).isEqualTo("half-open");
            assertThat(told.targets().get(1).model()).isEqualTo("m500");
            assertThat(told.targets()).extracting(TargetStates.Target::model).doesNotContain("m0");
            assertThat(answers.states(readings.subList(0, 2)).truncated()).isFalse();
        }
    }
}
