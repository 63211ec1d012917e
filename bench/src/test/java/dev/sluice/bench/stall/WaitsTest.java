package dev.sluice.bench.stall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With files in place of the kernel's. */
class WaitsTest {
    private static final long SETTLED_MS = 150;

    @TempDir
    Path directory;

    private Path processors;

    @BeforeEach
    void aLoopAndACompiler() throws IOException {
        processors = Files.writeString(directory.resolve("stat"), "cpu  10 0 5 900 0 0 3 70 0 0\n");
        thread("1", "vert.x-eventloop-thread-0", "5000000 1000000 17\n");
        thread("2", "C2 CompilerThre", "40000000 0 17\n");
        Files.createDirectories(directory.resolve("task/3")); // has ended since
    }

    private void thread(String id, String name, String schedstat) throws IOException {
        Path thread = Files.createDirectories(directory.resolve("task").resolve(id));
        Files.writeString(thread.resolve("comm"), name + "\n");
        Files.writeString(thread.resolve("schedstat"), schedstat);
    }

    private interface Change {
        void make() throws IOException;
    }

    /** What is said of a stall of 90 ms, from shortly before the change. */
    private String[] causes(Change change) throws Exception {
        Waits waits = Waits.start(directory.resolve("task"), processors);
        Thread.sleep(SETTLED_MS);
        Stall stall = new Stall(System.currentTimeMillis(), 90, 0, 0);
        change.make();
        Thread.sleep(SETTLED_MS);
        waits.close();
        return new String[] {waits.during(stall), waits.host(stall)};
    }

    @Test
    void namesWhoHadTheProcessorThatTheLoopWaitedFor() throws Exception {
        assertThat(causes(() -> {
                    thread("1", "vert.x-eventloop-thread-0", "5000000 41000000 17\n");
                    thread("2", "C2 CompilerThre", "77500000 0 17\n");
                }))
                .containsExactly(
                        "the loop waited 40.0 ms for the processor, which C2 CompilerThre had for 37.5 ms", "");
    }

    @Test
    void guessesAtTheHost() throws Exception {
        assertThat(causes(() -> Files.writeString(processors, "cpu  10 0 5 900 0 0 3 72 0 0\n")))
                .containsExactly("", "perhaps the host (it took up to 20 ms about then), ");
    }

    @Test
    void hasNothingToSayWhereNothingWaited() throws Exception {
        assertThat(causes(() -> thread("2", "C2 CompilerThre", "77500000 0 17\n")))
                .containsExactly("", "");
    }
}
