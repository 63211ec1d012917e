package dev.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.e2e.product.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand calls that hang at one provider, and what those of another one see of it. */
@Tag("faults")
class HungProviderTest {
    private static final int HUNG = 1_000;
    private static final int ROUNDS = 5;
    private static final int CALLS = 3_000;
    private static final byte[] PROMPT = "Hello".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    /** In microseconds. */
    private record Round(double p50, double p99) {}

    private static Round round(LoneGateway gateway) throws IOException, InterruptedException {
        double[] micros = new double[CALLS];
        for (int n = 0; n < CALLS; n++) {
            long start = System.nanoTime();
            assertThat(gateway.call("well", PROMPT).statusCode()).isEqualTo(200);
            micros[n] = (System.nanoTime() - start) / 1e3;
        }
        Arrays.sort(micros);
        return new Round(micros[CALLS / 2], micros[CALLS - CALLS / 100]);
    }

    private static List<Round> rounds(LoneGateway gateway) throws IOException, InterruptedException {
        List<Round> rounds = new ArrayList<>();
        for (int n = 0; n < ROUNDS; n++) {
            rounds.add(round(gateway));
        }
        return rounds;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    @Test
    void costsTheOthersNothing() throws Exception {
        try (LoneGateway gateway = new LoneGateway(directory, List.of("-Xmx256m"), Duration.ZERO)) {
            rounds(gateway); // until all is compiled
            List<Round> alone = rounds(gateway);
            for (int n = 0; n < HUNG; n++) {
                var _ = gateway.send("hung", PROMPT);
            }
            Waiting.until(Duration.ofSeconds(30), "all to hang", () -> gateway.hanging() == HUNG);
            List<Round> beside = rounds(gateway);

            double p50 = median(alone.stream().mapToDouble(Round::p50).toArray());
            double p50Beside = median(beside.stream().mapToDouble(Round::p50).toArray());
            double p99Beside = median(beside.stream().mapToDouble(Round::p99).toArray());
            double worstAlone = alone.stream().mapToDouble(Round::p99).max().orElseThrow();
            System.out.printf(
                    "p50 %.0f us alone, %.0f us beside %d hung calls; p99 alone at most %.0f us, beside %.0f us%n",
                    p50, p50Beside, gateway.hanging(), worstAlone, p99Beside);
            assertThat(p50Beside).isLessThanOrEqualTo(1.05 * p50);
            assertThat(p99Beside).isLessThanOrEqualTo(worstAlone);
        }
    }
}
