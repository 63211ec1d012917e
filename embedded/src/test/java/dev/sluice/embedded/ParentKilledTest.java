package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentKilledTest {

    @TempDir
    Path dir;

    @Test
    void leavesNothingBehindWhenTheParentIsKilled() throws Exception {
        var parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AllThreeServers.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var out = new BufferedReader(parent.inputReader(StandardCharsets.UTF_8))) {
            var servers = Stream.of(out.readLine().split(" ", -1))
                    .map(Long::parseLong)
                    .toList();
            var guards = parent.descendants().map(ProcessHandle::pid).toList();
            assertThat(servers).hasSize(3);
            assertThat(guards).containsAll(servers);

            parent.destroyForcibly().waitFor();

            assertGone(servers);
            assertGone(guards);
        } finally {
            parent.destroyForcibly();
        }
        // The data is whole and its locks are free.
        EmbeddedPostgres.start(Settings.in(dir.resolve("postgres"))).close();
    }

    private static void assertGone(List<Long> pids) throws InterruptedException {
        for (var pid : pids) {
            assertThat(Killing.goneWithin(Duration.ofSeconds(10), pid))
                    .as("process %d is gone", pid)
                    .isTrue();
        }
    }
}
