package dev.sluice.bench.stall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StallTest {
    private static final String PAUSE =
            "[%dms] Safepoint \"SerialCollectForAllocation\", Time since last: 999 ns, Reaching"
                    + " safepoint: 1000 ns, At safepoint: 6000000 ns, Leaving safepoint: 1 ns, Total: %d ns, Threads: 0 runnable, 9"
                    + " total";

    @TempDir
    Path dir;

    private Pauses pauses(String... lines) throws IOException {
        return Pauses.read(Files.write(dir.resolve("safepoints.log"), List.of(lines)));
    }

    private String cause(Stall stall, Pauses pauses) throws IOException {
        Stall ownDelay = new Stall(2_000, 50, 46, 0);
        Waits waits = Waits.start(ProcessHandle.current().pid());
        waits.close();
        return Causes.of(List.of(ownDelay, stall), pauses, waits).getFirst();
    }

    @Test
    void namesTheOperationThatStoppedTheThreads() throws Exception {
        Pauses pauses = pauses(PAUSE.formatted(1_000, 900_000), PAUSE.formatted(2_007, 6_000_000));

        assertThat(pauses.count()).isEqualTo(2);
        assertThat(cause(new Stall(2_000, 7, 0, 0), pauses))
                .isEqualTo("7.0 ms: SerialCollectForAllocation stopped all threads for 6.0 ms");
    }

    @Test
    void doesNotBlameAPauseOfAnotherTimeNorAShortOne() throws Exception {
        Pauses pauses = pauses(PAUSE.formatted(1_000, 6_000_000), PAUSE.formatted(2_005, 300_000));

        String cause = cause(new Stall(2_000, 9, 0, 0), pauses);

        assertThat(cause).isEqualTo("9.0 ms: unknown");
        assertThat(Causes.unknown(List.of(cause, "6.0 ms: something"))).isEqualTo(1);
    }

    @Test
    @Timeout(30)
    void seesAnAnswerThatTakesLong() throws Exception {
        Probe probe = probeOf(() -> pause(60));

        assertThat(probe.asked()).isGreaterThanOrEqualTo(20);
        assertThat(probe.stalls())
                .anySatisfy(stall -> assertThat(stall.millis()).isBetween(55.0, 2_000.0));
        assertThat(probe.stalls()).hasSizeLessThan(15);
    }

    @Test
    void takesOffWhatTheAskerWaitedOrCollectedAndNoMore() throws Exception {
        Stall gateways = new Stall(2_000, 20, 0, 7);
        Stall own = new Stall(3_000, 20, 2, 15);
        Stall overlapping = new Stall(4_000, 12, 6, 6);
        Stall mostlyGateways = new Stall(5_000, 6, 1.5, 0);
        Waits waits = Waits.start(ProcessHandle.current().pid());
        waits.close();

        assertThat(Causes.of(List.of(gateways, own, overlapping, mostlyGateways), pauses(), waits))
                .containsExactly("20.0 ms: unknown", "12.0 ms: unknown", "6.0 ms: unknown");
        assertThat(Causes.others(List.of(gateways, own, overlapping)))
                .isEqualTo("the longest 20.0 ms, of which 5.0 were not");
        assertThat(Causes.others(List.of(gateways))).isEqualTo("none");
    }

    @Test
    @Timeout(30)
    void knowsItsOwnCollections() throws Exception {
        Probe probe = probeOf(() -> collectFor(40));

        assertThat(probe.stalls()).anySatisfy(stall -> {
            assertThat(stall.millis()).isGreaterThanOrEqualTo(40);
            assertThat(stall.collectedMillis()).isGreaterThanOrEqualTo(35);
        });
    }

    @Test
    @Timeout(30)
    void aProbeThatEndedEarlyHasNoFigures() throws Exception {
        Probe probe = probeOf(() -> {
            throw new IllegalStateException("closes the connection");
        });

        assertThatThrownBy(probe::stalls).hasMessageContaining("the probe ended early");
    }

    /** After 20 answers, of which the last took what it does. */
    private static Probe probeOf(Runnable last) throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            int n = asked.incrementAndGet();
            if (n == 22) {
                done.countDown();
            }
            try {
                if (n == 20) {
                    last.run();
                }
                exchange.sendResponseHeaders(404, -1);
            } catch (IllegalStateException e) {
                done.countDown();
            }
            exchange.close();
        });
        server.start();
        try (Probe probe = Probe.start(server.getAddress().getPort())) {
            await(done);
            pause(100);
            return probe;
        } finally {
            server.stop(0);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void collectFor(long millis) {
        long start = collecting();
        while (collecting() - start < millis) {
            System.gc();
        }
    }

    private static long collecting() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
