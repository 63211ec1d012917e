package dev.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.e2e.faults.Sliding.Range;
import dev.sluice.e2e.product.Chat.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Twice what a limit of 600 requests a minute allows, on four gateways, for three minutes. */
@Tag("faults")
class RateLimitFaultsTest {
    private static final int PER_SECOND = 20;
    private static final int SECONDS = 180;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private record Ranges(Range soft, Range strict) {}

    private static Ranges offerTwice(FourGateways gateways, Runnable inTheSecondMinute) throws Exception {
        for (String accuracy : List.of("soft", "strict")) {
            gateways.model("m-" + accuracy, "1", "1");
        }
        String soft = key(gateways, "soft");
        String strict = key(gateways, "strict");
        CompletableFuture<Void> fault =
                CompletableFuture.runAsync(inTheSecondMinute, CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS));
        Instant begin = Instant.now();
        try (Callers softly = new Callers(soft, gateways.urls(), "m-soft");
                Callers strictly = new Callers(strict, gateways.urls(), "m-strict")) {
            CompletableFuture<Callers> other =
                    CompletableFuture.supplyAsync(() -> softly.run(PER_SECOND, PER_SECOND * SECONDS));
            List<Seen> seen = strictly.run(PER_SECOND, PER_SECOND * SECONDS).seen();
            assertThat(seen).allMatch(call -> call.status() == 200 || call.status() == 429);
            assertThat(other.get().seen()).allMatch(call -> call.status() == 200 || call.status() == 429);
        }
        fault.get();
        Instant end = begin.plusSeconds(SECONDS);
        Ranges ranges = new Ranges(range(gateways, "m-soft", begin, end), range(gateways, "m-strict", begin, end));
        System.out.println("requests in any minute after the first: " + ranges);
        return ranges;
    }

    private static String key(FourGateways gateways, String accuracy) {
        String key = gateways.key("caller-" + accuracy);
        gateways.rule(
                "RateLimit",
                "limit-" + accuracy,
                "caller-" + accuracy,
                "\"accuracy\": \"" + accuracy
                        + "\", \"limits\": [{\"unit\": \"requests\", \"amount\": 600, \"window\": \"1m\"}]");
        return key;
    }

    private static Range range(FourGateways gateways, String model, Instant begin, Instant end) throws Exception {
        Sliding sliding = new Sliding(
                gateways.served(model).stream()
                        .map(entry -> Instant.parse(entry.path("time").asText())),
                MINUTE);
        return sliding.range(begin.plus(MINUTE), end);
    }

    @Test
    void holdsOnFourGateways() throws Exception {
        try (FourGateways gateways = new FourGateways("2s")) {
            Ranges ranges = offerTwice(gateways, () -> {});

            assertThat(ranges.soft().most()).isLessThanOrEqualTo(630);
            assertThat(ranges.soft().least()).isGreaterThanOrEqualTo(570);
            assertThat(ranges.strict().most()).isLessThanOrEqualTo(600);
            assertThat(ranges.strict().least()).isGreaterThanOrEqualTo(540);
        }
    }

    @Test
    void holdsWhileNatsIsDeadForAMinute() throws Exception {
        try (FourGateways gateways = new FourGateways("60s")) {
            Ranges ranges = offerTwice(gateways, () -> {
                gateways.product().kill("NATS");
                Pause.of(Duration.ofSeconds(50));
                assertThat(gateways.product().isRunning("NATS")).isFalse();
            });

            assertThat(ranges.soft().most()).isLessThanOrEqualTo(630);
            assertThat(ranges.strict().most()).isLessThanOrEqualTo(600);
        }
    }
}
