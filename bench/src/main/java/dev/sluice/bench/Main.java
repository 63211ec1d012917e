package dev.sluice.bench;

import dev.sluice.bench.scenario.Options;
import dev.sluice.bench.scenario.Progress;
import java.nio.file.Path;

/** {@code make bench}: runs the scenarios and writes the report. The exit code is 1 when a gate fails. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments.length > 0 ? arguments[0] : ".")
                .toAbsolutePath()
                .normalize();
        Options options = Options.read(root, System.getenv());
        boolean passed = new BenchRun(options, new Progress(System.out)).run();
        System.exit(passed ? 0 : 1);
    }
}
