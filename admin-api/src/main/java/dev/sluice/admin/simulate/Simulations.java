package dev.sluice.admin.simulate;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.SimulationAnswer;
import dev.sluice.contract.bus.SimulationRequest;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.explain.Explanation;
import io.nats.client.Connection;
import io.nats.client.Message;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Asks one of the gateways. Thread-safe; the call waits a second at most. */
@Singleton
public final class Simulations {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MAX_AT_ONCE = 16;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Bus bus;
    private final Semaphore turns = new Semaphore(MAX_AT_ONCE);

    Simulations(Bus bus) {
        this.bus = bus;
    }

    Explanation run(SimulationRequest request) {
        Connection connection = bus.connection()
                .orElseThrow(() -> Refusal.unavailable(
                        "no gateway can be asked: NATS is not connected: see that the server of SLUICE_NATS_URL runs and"
                                + " try again"));
        if (!turns.tryAcquire()) {
            throw Refusal.unavailable("many are asking the gateways at the moment: try again");
        }
        try {
            SimulationAnswer answer = ask(connection, request);
            if (answer.explanation() == null) {
                throw Refusal.field(
                        answer.field() == null ? "" : answer.field(),
                        answer.message() == null ? "is not known to the gateways" : answer.message());
            }
            return answer.explanation();
        } catch (IllegalStateException | IOException e) {
            throw Refusal.unavailable("the gateway's answer cannot be read: see that gateways and control plane are of"
                    + " the same version, and try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("the process is stopping");
        } finally {
            turns.release();
        }
    }

    private static SimulationAnswer ask(Connection connection, SimulationRequest request)
            throws IOException, InterruptedException {
        @Nullable Message message = connection.request(Subjects.SIMULATE, JSON.writeValueAsBytes(request), PATIENCE);
        if (message == null || message.getData() == null || message.getData().length == 0) {
            throw Refusal.unavailable(
                    "no gateway has answered within a second: see that one runs, has its policy and is"
                            + " connected to NATS (/api/v1/gateways lists those that are heard of), and try again");
        }
        return JSON.readValue(message.getData(), SimulationAnswer.class);
    }
}
