package dev.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.e2e.faults.RestartableGateway.Stopped;
import dev.sluice.e2e.product.Chat.Seen;
import dev.sluice.e2e.product.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways behind a load balancer, stopped with SIGTERM and started again one after the other while clients call. */
@Tag("faults")
class RollingRestartTest {
    private static final int WORDS = 12;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration STREAM = PAUSE.multipliedBy(WORDS);
    private static final Duration ASKED_EVERY = Duration.ofMillis(200);

    /** {@code 1ms}, to see calls of a few clients fail. */
    private static final String DRAIN_DELAY = System.getProperty("faults.drainDelay", "1s");

    /** In seconds; 1, to see streams fail. */
    private static final int DRAIN_TIMEOUT = Integer.getInteger("faults.drainTimeout", 20);

    @TempDir
    Path directory;

    @Test
    void losesNoneOf500Streams() throws Exception {
        int streams = 500;
        try (StandIn provider = new StandIn(exchange -> StandIn.stream(exchange, WORDS, PAUSE))) {
            int whole = restart(provider, streams, true, STREAM, seen -> words(seen) == WORDS);

            assertThat(whole).isGreaterThan(3 * streams);
        }
    }

    private static int words(Seen seen) {
        return seen.text().split("\"word \"", -1).length - 1;
    }

    /** A gateway that has nothing in flight for a moment must not take that for the end. */
    @Test
    void losesNoCallOfAFewClients() throws Exception {
        try (StandIn provider = new StandIn(StandIn::whole)) {
            restart(provider, 2, false, Duration.ZERO, seen -> seen.text().contains("Hi"));
        }
    }

    /** @return calls that came to their end, which all did */
    private int restart(StandIn provider, int clients, boolean stream, Duration within, Predicate<Seen> isWhole)
            throws Exception {
        Map<String, String> settings =
                new HashMap<>(PolicyFile.settings(PolicyFile.write(directory, Map.of("steady", provider), "")));
        settings.put("SLUICE_DRAIN_DELAY", DRAIN_DELAY);
        settings.put("SLUICE_DRAIN_TIMEOUT", DRAIN_TIMEOUT + "s");
        try (RestartableGateway first = new RestartableGateway(directory, "first", settings);
                RestartableGateway second = new RestartableGateway(directory, "second", settings);
                Balancer balancer = new Balancer(List.of(first, second), ASKED_EVERY);
                SteadyClients calls = new SteadyClients(balancer, clients, stream, within, isWhole)) {
            Waiting.until(Duration.ofSeconds(20), "the calls to begin", () -> provider.asked() >= clients);
            List<Stopped> stops = new ArrayList<>();
            for (RestartableGateway gateway : List.of(first, second)) {
                stops.add(gateway.stop());
                gateway.startAgain();
                Waiting.until(Duration.ofSeconds(5), "the balancer to see it", () -> balancer.ready() == 2);
                Pause.of(STREAM); // until it has its part of the calls
            }
            calls.finish();
            System.out.printf(
                    "rolling restart of two gateways, %d clients: %d calls whole, %d failed, of these %d by resets; %s%n",
                    clients, calls.whole(), calls.failures().size(), calls.resets(), stops);

            assertThat(calls.failures()).isEmpty();
            assertThat(provider.asked()).as("none was asked for twice").isEqualTo(calls.whole());
            assertThat(stops)
                    .allSatisfy(stop -> assertThat(stop.exitCode()).isIn(0, 143))
                    .allSatisfy(stop -> assertThat(stop.took()).isLessThan(Duration.ofSeconds(DRAIN_TIMEOUT)));
            return calls.whole();
        }
    }
}
