package dev.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedTest {

    @TempDir
    Path dir;

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Long> pids = new CopyOnWriteArrayList<>();
    private int port;
    private Supervised supervised;

    @BeforeEach
    void choosePort() throws Exception {
        try (var probe = new ServerSocket(0)) {
            port = probe.getLocalPort() - 1000;
        }
        supervised = supervised("1s");
    }

    @AfterEach
    void stop() {
        supervised.stop();
    }

    @Test
    void startsAProcessThatDiedAgainOnTheSamePort() throws Exception {
        supervised = supervised("300ms");
        supervised.start();
        supervised.awaitReady();
        var first = supervised.pid();
        var died = System.nanoTime();
        kill(first);

        await(() -> pids.size() == 2);
        assertThat(Duration.ofNanos(System.nanoTime() - died)).isGreaterThan(Duration.ofMillis(290));
        supervised.awaitReady();
        assertThat(pids).containsExactly(first, supervised.pid());
        assertThat(messages).containsExactly("child ended (137); starting it again");
    }

    @Test
    void leavesItDeadWhenToldTo() throws Exception {
        supervised = supervised("off");
        supervised.start();
        supervised.awaitReady();
        kill(supervised.pid());

        await(() -> !messages.isEmpty());
        Thread.sleep(300);
        assertThat(pids).hasSize(1);
        assertThat(messages).containsExactly("child ended (137); not restarted, SLUICE_RESTART_DELAY=off");
    }

    @Test
    void doesNotStartAgainWhatItStopped() throws Exception {
        supervised = supervised("10ms");
        supervised.start();
        supervised.awaitReady();
        var pid = supervised.pid();
        supervised.stop();

        Thread.sleep(300);
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(pids).hasSize(1);
        assertThat(messages).isEmpty();
    }

    @Test
    void showsTheEndOfTheLogWhenAProcessFailsAtStart() throws Exception {
        supervised = supervised("off", "fail");
        supervised.start();

        assertThatThrownBy(supervised::awaitReady)
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("child ended at start; the end of " + dir.resolve("child.log") + ":\n")
                .hasMessageContaining("no database");
    }

    @Test
    void withholdsVariablesAndGivesOwn() throws Exception {
        supervised.start();
        supervised.awaitReady();

        assertThat(Files.readString(dir.resolve("child.log"))).isEqualTo("secret null, kek k\n");
    }

    private Supervised supervised(String delay, String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of("env", "-u", "OPENAI_API_KEY", java, "-Xmx32m", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), FakeChild.class.getName()));
        command.addAll(List.of(arguments));
        var env = Map.of("PORT", Integer.toString(port), "SLUICE_KEK", "k", "OPENAI_API_KEY", "must not arrive");
        var blueprint = new ChildBlueprint("child", command, env, port, dir.resolve("child"), dir.resolve("child.log"));
        return new Supervised(blueprint, RestartPolicy.parse(delay), messages::add, started -> pids.add(started.pid()));
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
