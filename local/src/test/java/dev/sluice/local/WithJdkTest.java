package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithJdkTest {

    @TempDir
    Path dir;

    private record Outcome(int exit, String output) {}

    @Test
    void takesJavaHomeWhenItIsNewEnough() throws Exception {
        var home = jdk("home", 25);
        jdk("places/newer", 27);

        assertThat(run(Map.of("JAVA_HOME", home.toString()))).isEqualTo(new Outcome(0, home + "\n"));
    }

    @Test
    void looksElsewhereWhenJavaHomeIsOldAndTakesTheNewest() throws Exception {
        var old = jdk("home", 17);
        jdk("places/a", 25);
        var newest = jdk("places/b", 26);
        jdk("places/c", 21);

        assertThat(run(Map.of("JAVA_HOME", old.toString()))).isEqualTo(new Outcome(0, newest + "\n"));
    }

    @Test
    void runsTheCommandWithIt() throws Exception {
        var found = jdk("places/a", 25);

        assertThat(run(Map.of(), "sh", "-c", "echo $JAVA_HOME; exit 7")).isEqualTo(new Outcome(7, found + "\n"));
    }

    @Test
    void saysInOneLineWhatToInstall() throws Exception {
        jdk("places/a", 21);

        var outcome = run(Map.of(), "true");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.output())
                .startsWith("Sluice needs a JDK 25 or newer")
                .hasLineCount(1);
    }

    private Path jdk(String name, int version) throws Exception {
        var jdk = Files.createDirectories(dir.resolve(name));
        Files.createDirectories(jdk.resolve("bin"));
        for (var tool : List.of("java", "javac")) {
            var file = Files.writeString(jdk.resolve("bin").resolve(tool), "#!/bin/sh\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
        return jdk;
    }

    /** With the tools the script needs on the path, and no java. */
    private Outcome run(Map<String, String> env, String... command) throws Exception {
        var tools = Files.createDirectories(dir.resolve("tools"));
        for (var tool : List.of("sh", "sed", "dirname", "readlink", "env", "true")) {
            var link = tools.resolve(tool);
            if (!Files.exists(link)) {
                var usr = Path.of("/usr/bin", tool);
                Files.createSymbolicLink(link, Files.exists(usr) ? usr : Path.of("/bin", tool));
            }
        }
        var script = Path.of(System.getProperty("sluice.root"), "scripts", "with-jdk");
        var builder = new ProcessBuilder(script.toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(command));
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("HOME", dir.toString());
        builder.environment().put("SLUICE_JDK_DIRS", dir.resolve("places") + "/*");
        builder.environment().putAll(env);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
