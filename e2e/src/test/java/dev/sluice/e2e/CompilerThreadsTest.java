package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.e2e.product.Product;
import dev.sluice.e2e.product.Waiting;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How the kernel schedules the threads of a running gateway, proc_pid_stat(5). */
@Tag("e2e")
@EnabledOnOs(OS.LINUX)
class CompilerThreadsTest {
    private static final String OTHER = "0";
    private static final String BATCH = "3";

    @Test
    void aGatewaysCompilersDoNotInterruptItsEventLoops() throws Exception {
        Product product = SharedProduct.get();

        Waiting.until(
                Duration.ofSeconds(30),
                "the compilers to be batch work",
                () -> policies(product.pid("GATEWAY_1"), "CompilerThre").stream()
                        .allMatch(BATCH::equals));

        assertThat(policies(product.pid("GATEWAY_1"), "CompilerThre")).isNotEmpty();
        assertThat(policies(product.pid("GATEWAY_1"), "vert.x-eventloo"))
                .isNotEmpty()
                .containsOnly(OTHER);
    }

    private static List<String> policies(long pid, String name) throws IOException {
        List<String> policies = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                String stat = stat(thread);
                if (stat.contains(name)) {
                    policies.add(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[41 - 3]);
                }
            }
        }
        return policies;
    }

    private static String stat(Path thread) {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (IOException e) {
            return ""; // It has ended since.
        }
    }
}
