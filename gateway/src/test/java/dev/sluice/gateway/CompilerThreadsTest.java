package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CompilerThreadsTest {
    private static final int OTHER = 0;
    private static final int BATCH = 3;

    private record Scheduled(String stat, int policy) {
        boolean compiles() {
            return stat.contains("(C1 CompilerThre")
                    || stat.contains("(C2 CompilerThre")
                    || stat.contains("(Training replay");
        }
    }

    private static List<Scheduled> threads() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.flatMap(thread -> read(thread).stream()).toList();
        }
    }

    /** Empty when it has ended. */
    private static Optional<Scheduled> read(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return Optional.of(new Scheduled(stat, CompilerThreads.policy(stat)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void makesBatchWorkOfTheCompilersAlone() throws Exception {
        CompilerThreads.makeBatch();

        assertThat(threads())
                .filteredOn(Scheduled::compiles)
                .isNotEmpty()
                .allSatisfy(thread -> assertThat(thread.policy()).isEqualTo(BATCH));
        assertThat(threads())
                .filteredOn(thread -> !thread.compiles())
                .extracting(Scheduled::policy)
                .containsOnly(OTHER);
        assertThat(CompilerThreads.makeBatch()).as("those that were not yet").isZero();
    }

    @Test
    void findsThePolicyBehindAnyName() {
        String rest =
                " S 1 1 1 0 -1 4194368 0 0 0 0 0 0 0 0 20 0 40 0 10 1 1 18446744073709551615 1 1 1 1 1 0 0 0 0 0 0 0 17 0"
                        + " 0 5 0 0 0";

        assertThat(CompilerThreads.policy("4711 (C2 CompilerThre)" + rest)).isEqualTo(5);
        assertThat(CompilerThreads.policy("4711 (a) b (c)" + rest)).isEqualTo(5);
    }
}
