package dev.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.e2e.product.AdminApi;
import dev.sluice.e2e.product.Chat;
import dev.sluice.e2e.product.GatewayMetrics;
import dev.sluice.e2e.product.Product;
import dev.sluice.e2e.product.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A large organisation: what its policy takes in memory and in time, and how fast a change of it is in force. */
@Tag("faults")
class LargePolicyTest {
    private static final int KEYS = Integer.getInteger("faults.keys", 100_000);
    private static final int RULES = Integer.getInteger("faults.rules", 10_000);
    private static final int TEAMS = 1_000;
    private static final int BATCH = 5_000;
    private static final int CHANGES = 100;
    private static final String VICTIM = "GATEWAY_1";

    private static void apply(AdminApi admin, int count, IntFunction<String> manifest) {
        for (int from = 0; from < count; from += BATCH) {
            admin.apply(IntStream.range(from, Math.min(count, from + BATCH))
                    .mapToObj(manifest)
                    .collect(Collectors.joining(",", "[", "]")));
        }
    }

    private static void fill(AdminApi admin) {
        apply(admin, TEAMS, n -> """
                {"kind": "Team", "metadata": {"name": "team-%1$d"}, "spec": {}},
                {"kind": "ServiceAccount", "metadata": {"name": "app-%1$d"}, "spec": {"team": "team-%1$d"}}""".formatted(n));
        apply(admin, KEYS, n -> """
                {"kind": "ApiKey", "metadata": {"name": "key-%d"}, "spec": {"owner": "serviceAccount:app-%d", "models": ["*"]}}""".formatted(n, n % TEAMS));
        apply(admin, RULES, LargePolicyTest::rule);
    }

    private static String rule(int n) {
        return """
                {"kind": "RateLimit", "metadata": {"name": "rule-%d"}, "spec": {"match": {"subjects": {"in": ["key:key-%d"]}},
                 "limits": [{"unit": "requests", "amount": %d, "window": "1m"}]}}""".formatted(n, n, 100 + n % 7);
    }

    private static long residentMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Calls, one after the other, until told to stop: the milliseconds of each. */
    private static List<Double> latencies(Chat chat, String gateway, String model, AtomicBoolean stop) {
        List<Double> all = new ArrayList<>();
        while (!stop.get()) {
            long start = System.nanoTime();
            assertThat(chat.send(gateway, model, "[fast] hello", false, 0).status())
                    .isEqualTo(200);
            all.add((System.nanoTime() - start) / 1e6);
        }
        return all;
    }

    private static double percentile(List<Double> values, double share) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }

    @Test
    void holdsALargePolicyAndChangesItWithinASecond() throws Exception {
        try (Product product =
                new Product(Files.createTempDirectory("sluice-large"), Map.of("SLUICE_GATEWAYS", "2")).start()) {
            AdminApi admin = new AdminApi(product);
            long before = residentMegabytes(product.pid(VICTIM));
            long start = System.nanoTime();
            fill(admin);
            System.out.printf(
                    "%d keys, %d rules, %d teams applied in %d s%n",
                    KEYS,
                    RULES,
                    TEAMS,
                    Duration.ofNanos(System.nanoTime() - start).toSeconds());
            restart(product, before);
            change(product, admin);
        }
    }

    private static void restart(Product product, long before) throws Exception {
        String gateway = product.gatewayUrls().getFirst();
        long pid = product.pid(VICTIM);
        product.kill(VICTIM);
        Waiting.until(Duration.ofSeconds(60), "a new process", () -> product.pid(VICTIM) != pid);
        long start = System.nanoTime();
        Chat chat = new Chat(product.env("SLUICE_API_KEY"));
        Waiting.until(Duration.ofSeconds(60), "it to serve", () -> chat.models(gateway) == 200);
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        List<String> one = List.of(gateway);
        System.out.printf(
                "gateway: serves %d ms after its start; %d MB resident (empty: %d MB), heap in use %.0f MB%n",
                millis,
                residentMegabytes(product.pid(VICTIM)),
                before,
                GatewayMetrics.sum(one, "jvm_memory_used_bytes") / 1e6);
    }

    private static void change(Product product, AdminApi admin) throws Exception {
        Chat chat = new Chat(product.env("SLUICE_API_KEY"));
        String gateway = product.gatewayUrls().getFirst();
        String model = product.env("SLUICE_DEMO_MODEL");
        List<Double> quiet = during(chat, gateway, model, () -> Pause.of(Duration.ofSeconds(10)));
        double[] live = new double[CHANGES];
        List<Double> changing = during(chat, gateway, model, () -> {
            for (int n = 0; n < CHANGES; n++) {
                long start = System.nanoTime();
                admin.apply("[" + rule(n).replace("\"1m\"", "\"2m\"") + "]"); // returns when all gateways have it
                live[n] = (System.nanoTime() - start) / 1e6;
            }
        });
        Arrays.sort(live);
        System.out.printf(
                "%d changes live everywhere: p50 %.0f ms, p99 %.0f ms, worst %.0f ms, the admin call included%n",
                CHANGES, live[CHANGES / 2], live[CHANGES - 2], live[CHANGES - 1]);
        System.out.printf(
                "requests meanwhile: p50 %.1f ms, p99 %.1f ms; before: %.1f and %.1f ms%n",
                percentile(changing, 0.5), percentile(changing, 0.99), percentile(quiet, 0.5), percentile(quiet, 0.99));
        assertThat(live[CHANGES - 2]).isLessThanOrEqualTo(1_000);
    }

    private static List<Double> during(Chat chat, String gateway, String model, Runnable what) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<Double> seen = new ArrayList<>();
        Thread caller = Thread.ofVirtual().start(() -> seen.addAll(latencies(chat, gateway, model, stop)));
        try {
            what.run();
        } finally {
            stop.set(true);
            caller.join();
        }
        return seen;
    }
}
