package dev.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessCommandTest {
    @TempDir
    Path root;

    private Path app(String module) throws IOException {
        return Files.createDirectories(root.resolve(module).resolve("target/quarkus-app"));
    }

    private String command(String module) {
        return String.join(" ", ProcessCommand.of(module, root, List.of()));
    }

    @Test
    void flagsAreTheModulesOwnWhereItHasSome() throws IOException {
        Path options = Files.writeString(app("gateway").resolve("gateway.options"), "-XX:+UseSerialGC");

        assertThat(command("gateway"))
                .contains(" @" + options + " -jar ")
                .doesNotContain("-XX:+UseSerialGC", "-XX:AOTCache");
        assertThat(command("admin-api")).contains(" -XX:+UseSerialGC ").doesNotContain("@");
    }

    @Test
    void anAotCacheIsUsedWhereOneWasMade() throws IOException {
        Path app = app("gateway");
        Files.writeString(app.resolve("gateway.options"), "-XX:+UseSerialGC");
        Path cache = Files.writeString(app.resolve("app.aot"), "cache");

        assertThat(command("gateway")).contains(" -XX:AOTCache=" + cache + " -jar " + app.resolve("quarkus-run.jar"));
    }
}
