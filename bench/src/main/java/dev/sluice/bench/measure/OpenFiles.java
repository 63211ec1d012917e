package dev.sluice.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many files this process, and those it starts, may have open. */
public final class OpenFiles {
    private static final String NAME = "Max open files";
    private static final long USUAL = 1_024;

    private OpenFiles() {}

    /** The hard limit: what Java and nginx raise theirs to. */
    public static long limit() {
        try {
            return parse(Files.readAllLines(Path.of("/proc/self/limits")));
        } catch (IOException e) {
            return USUAL;
        }
    }

    static long parse(List<String> limits) {
        return limits.stream()
                .filter(line -> line.startsWith(NAME))
                .map(line -> line.substring(NAME.length()).strip().split("\\s+", 3)[1])
                .mapToLong(hard -> hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard))
                .findFirst()
                .orElse(USUAL);
    }
}
