package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEnvTest {

    @TempDir
    Path dir;

    @Test
    void canBeSourcedByAShell() throws Exception {
        var odd = "a \"b\" $HOME `id` \\ 'c'";
        var env = new LocalEnv(file());
        env.put(Map.of("SLUICE_GATEWAY_URLS", "http://localhost:8080 http://localhost:8180"));
        env.put(Map.of("SLUICE_ODD", odd));

        var shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        ". \"$1\"; printf '%s|%s' \"$SLUICE_GATEWAY_URLS\" \"$SLUICE_ODD\"",
                        "sh",
                        file().toString())
                .start();
        var printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed).isEqualTo("http://localhost:8080 http://localhost:8180|" + odd);
        assertThat(LocalEnv.parse(file())).containsEntry("SLUICE_ODD", odd);
    }

    @Test
    void keepsWhatDidNotChangeAndTheOrder() {
        var env = new LocalEnv(file());
        env.put(Map.of("SLUICE_API_KEY", ""));
        env.put(Map.of("SLUICE_NATS_PID", "1"));
        env.put(Map.of("SLUICE_API_KEY", "sl_x"));

        assertThat(LocalEnv.parse(file()))
                .containsExactly(Map.entry("SLUICE_API_KEY", "sl_x"), Map.entry("SLUICE_NATS_PID", "1"));
    }

    @Test
    void isForItsOwnerOnlyAndLeavesNothingBeside() throws Exception {
        new LocalEnv(file()).put(Map.of("SLUICE_API_KEY", "x"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (var files = Files.list(dir)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void isEmptyWhenNothingWasWritten() {
        assertThat(LocalEnv.parse(file())).isEmpty();
    }

    private Path file() {
        return dir.resolve("local.env");
    }
}
