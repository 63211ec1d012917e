package dev.sluice.bench.stall;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class KernelCountsTest {
    private static final Path THIS_THREAD = Path.of("/proc/thread-self/schedstat");

    private static long[] inTheFile(Path file) throws Exception {
        return Arrays.stream(Files.readString(file).strip().split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static void work(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void readsTheFileAnewEachTime() throws Exception {
        try (KernelCounts stat = KernelCounts.ofThisThread()) {
            for (int n = 0; n < 3; n++) {
                work(20);
                long[] before = inTheFile(THIS_THREAD);
                stat.read();
                long[] after = inTheFile(THIS_THREAD);

                assertThat(stat.get(KernelCounts.RAN)).isBetween(before[0], after[0]);
                assertThat(stat.get(KernelCounts.WAITED)).isBetween(before[1], after[1]);
            }
        }
    }

    @Test
    void readsWhatTheHostHasHadOfAllProcessors(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("stat"), """
                cpu  6061078 24009 1135883 9349197 32845 0 404465 56379 5 0
                cpu0 3394733 20938 490176 4410855 6383 0 235991 23864 0 0
                """);

        try (KernelCounts stat = KernelCounts.of(file)) {
            assertThat(stat.get(KernelCounts.STOLEN)).isEqualTo(56_379);
        }
    }

    @Test
    void keepsTheLastFiguresOfAThreadThatEnded() throws Exception {
        BlockingQueue<KernelCounts> opened = new ArrayBlockingQueue<>(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                work(10);
                opened.add(KernelCounts.ofThisThread());
                end.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        try (KernelCounts stat = Objects.requireNonNull(opened.poll(20, TimeUnit.SECONDS))) {
            long ran = stat.get(KernelCounts.RAN);
            end.countDown();
            thread.join();

            assertThat(ran).isPositive();
            assertThat(stat.read().get(KernelCounts.RAN)).isGreaterThanOrEqualTo(ran);
        }
    }
}
