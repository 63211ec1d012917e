package dev.sluice.gateway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.contract.bus.SimulationAnswer;
import dev.sluice.contract.bus.SimulationRequest;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.embedded.EmbeddedNats;
import dev.sluice.embedded.Settings;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over a real server: one of the gateways answers, and only what can be answered. */
@Timeout(60)
class SimulationAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final AtomicInteger asked = new AtomicInteger();

    private @Nullable SimulationAnswer answer(SimulationRequest request) {
        asked.incrementAndGet();
        return request.model().equals("none") ? null : SimulationAnswer.unknown("model", "names " + request.model());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; !condition.getAsBoolean() && i < 500; i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static @Nullable Message ask(Bus bus, byte[] question) throws InterruptedException {
        return bus.connection().orElseThrow().request(Subjects.SIMULATE, question, Duration.ofMillis(500));
    }

    private static byte[] question(String model) throws Exception {
        return JSON.writeValueAsBytes(
                new SimulationRequest("k", null, null, model, Map.of(), "", 0, 0, false, Map.of()));
    }

    @Test
    void oneGatewayAnswersEachQuestion() throws Exception {
        try (EmbeddedNats nats = EmbeddedNats.start(Settings.in(directory));
                Bus first = Bus.connect(BusSettings.of(nats.url(), "a"));
                Bus second = Bus.connect(BusSettings.of(nats.url(), "b"));
                SimulationAnswers one = new SimulationAnswers(first, this::answer);
                SimulationAnswers other = new SimulationAnswers(second, this::answer)) {
            one.start();
            other.start();
            await(() -> first.isConnected() && second.isConnected());
            first.connection().orElseThrow().flush(Duration.ofSeconds(2));
            second.connection().orElseThrow().flush(Duration.ofSeconds(2));

            for (int i = 1; i <= 20; i++) {
                Message message = ask(first, question("m" + i));
                assertThat(message).isNotNull();
                assertThat(JSON.readValue(message.getData(), SimulationAnswer.class)
                                .message())
                        .isEqualTo("names m" + i);
                assertThat(asked).hasValue(i);
            }
            assertThat(ask(first, question("none"))).isNull();
            assertThat(ask(first, "nonsense".getBytes(StandardCharsets.UTF_8))).isNull();
            assertThat(ask(first, question("after"))).isNotNull();
        }
    }
}
