package dev.sluice.bench.targets;

import dev.sluice.embedded.DebianPackage;
import dev.sluice.embedded.EmbeddedServerException;
import dev.sluice.embedded.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The nginx that is installed, else the one of the distribution's package, unpacked without being installed. */
final class NginxBinary {
    private static final List<String> INSTALLED = List.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx");

    private NginxBinary() {}

    static Path find() throws Target.Missing {
        for (String installed : INSTALLED) {
            if (Files.isExecutable(Path.of(installed))) {
                return Path.of(installed);
            }
        }
        return unpacked();
    }

    private static Path cached() {
        return Settings.defaultCache().resolve("nginx/root/usr/sbin/nginx");
    }

    private static Path unpacked() throws Target.Missing {
        Path program = cached();
        if (Files.isExecutable(program)) {
            return program;
        }
        try {
            Path work = Files.createDirectories(Settings.defaultCache().resolve("nginx"));
            DebianPackage.unpack("nginx", "PATH", work);
            return program;
        } catch (IOException | EmbeddedServerException e) {
            throw new Target.Missing("nginx is not installed and its package cannot be had: " + e.getMessage());
        }
    }

    static String version(Path program) throws IOException {
        Process process = new ProcessBuilder(program.toString(), "-v")
                .redirectErrorStream(true)
                .start();
        try (var out = process.inputReader()) {
            String line = out.readLine();
            return line == null ? "nginx" : line.replace("nginx version: ", "");
        }
    }
}
