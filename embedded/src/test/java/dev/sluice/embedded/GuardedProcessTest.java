package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedProcessTest {

    @TempDir
    Path dir;

    @Test
    void reportsPidLogAndExitCode() throws Exception {
        var process = start(List.of("sh", "-c", "echo pid $$ $GREETING; exit 7"), Map.of("GREETING", "hello"));
        assertThat(process.onExit().get(5, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(Files.readString(log())).isEqualTo("pid " + process.pid() + " hello\n");
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void asksBeforeItKills() throws Exception {
        var process = start(
                List.of("sh", "-c", "trap 'echo asked; exit 3' TERM; echo up; while :; do sleep 0.05; done"), Map.of());
        awaitLog("up");
        process.stop(Duration.ofSeconds(5));
        assertThat(process.onExit().get()).isEqualTo(3);
        assertThat(Files.readString(log())).contains("asked");
    }

    @Test
    void killsAChildThatDoesNotListen() throws Exception {
        var process = start(List.of("sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done"), Map.of());
        awaitLog("up");
        process.stop(Duration.ofMillis(300));
        assertThat(process.onExit()).isCompletedWithValue(137);
        assertThat(Killing.goneWithin(Duration.ofSeconds(1), process.pid())).isTrue();
    }

    @Test
    void killsByItselfWhenTheGraceOfTheStartIsOver() throws Exception {
        var ending = new GuardedProcess.Ending("TERM", Duration.ofSeconds(1));
        var deaf = List.of("sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done");
        var process = GuardedProcess.start("child", deaf, Map.of(), dir, log(), ending);
        awaitLog("up");
        var asked = System.nanoTime();
        process.stop(Duration.ofSeconds(20));
        assertThat(process.onExit()).isCompletedWithValue(137);
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(6));
    }

    @Test
    void endsTheChildWhenItsGuardIsKilled() throws Exception {
        var process = start(List.of("sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done"), Map.of());
        awaitLog("up");
        var guard = ProcessHandle.of(process.pid()).orElseThrow().parent().orElseThrow();
        guard.destroyForcibly();
        assertThat(process.onExit().get(5, TimeUnit.SECONDS)).isEqualTo(137);
        assertThat(Killing.goneWithin(Duration.ofSeconds(2), process.pid())).isTrue();
    }

    @Test
    void setsALargeLogAside() throws Exception {
        Files.write(log(), new byte[9 << 20]);
        start(List.of("echo", "fresh"), Map.of()).onExit().get(5, TimeUnit.SECONDS);
        assertThat(Files.readString(log())).isEqualTo("fresh\n");
        assertThat(dir.resolve("server.log.old")).hasSize(9 << 20);
    }

    private GuardedProcess start(List<String> command, Map<String, String> env) {
        return GuardedProcess.start("child", command, env, dir, log());
    }

    private void awaitLog(String text) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!Files.readString(log()).contains(text) && System.nanoTime() - deadline < 0) {
            Thread.sleep(20);
        }
    }

    private Path log() {
        return dir.resolve("server.log");
    }
}
