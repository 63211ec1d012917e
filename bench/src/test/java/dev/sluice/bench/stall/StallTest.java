package dev.sluice.bench.stall;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
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
        Stall ownDelay = new Stall(2_000, 50, 40);
        Waits waits = Waits.start(ProcessHandle.current().pid());
        waits.close();
        return Causes.of(List.of(ownDelay, stall), pauses, waits).getFirst();
    }

    @Test
    void namesTheOperationThatStoppedTheThreads() throws Exception {
        Pauses pauses = pauses(PAUSE.formatted(1_000, 900_000), PAUSE.formatted(2_007, 6_000_000));

        assertThat(pauses.count()).isEqualTo(2);
        assertThat(cause(new Stall(2_000, 7, 0), pauses))
                .isEqualTo("7.0 ms: SerialCollectForAllocation stopped all threads for 6.0 ms");
    }

    @Test
    void doesNotBlameAPauseOfAnotherTimeNorAShortOne() throws Exception {
        Pauses pauses = pauses(PAUSE.formatted(1_000, 6_000_000), PAUSE.formatted(2_005, 300_000));

        String cause = cause(new Stall(2_000, 9, 0), pauses);

        assertThat(cause).isEqualTo("9.0 ms: unknown");
        assertThat(Causes.unknown(List.of(cause, "6.0 ms: something"))).isEqualTo(1);
    }

    @Test
    void seesAnAnswerThatTakesLong() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            if (asked.incrementAndGet() == 20) {
                pause(60);
            }
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        Probe probe = Probe.start(server.getAddress().getPort());
        while (asked.get() < 40) {
            pause(1);
        }
        probe.close();
        server.stop(0);

        assertThat(probe.asked()).isGreaterThanOrEqualTo(39);
        assertThat(probe.stalls())
                .anySatisfy(stall -> assertThat(stall.millis()).isBetween(55.0, 2_000.0));
        assertThat(probe.stalls()).hasSizeLessThan(20);
    }

    @Test
    void aCollectionOfItsOwnIsNotTheGatewaysStall() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            if (asked.incrementAndGet() == 20) {
                collectFor(40);
            }
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        Probe probe = Probe.start(server.getAddress().getPort());
        while (asked.get() < 40) {
            pause(1);
        }
        probe.close();
        server.stop(0);

        assertThat(probe.stalls()).anySatisfy(stall -> {
            assertThat(stall.millis()).isGreaterThanOrEqualTo(40);
            assertThat(stall.ownMillis()).isGreaterThanOrEqualTo(40);
        });
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
