package dev.sluice.bench.targets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where processes write during a run. What is large goes with the process, logs stay until the next run. */
public final class WorkDirectory {
    private WorkDirectory() {}

    /** Empty, whatever was there before. */
    public static Path fresh(Path directory) throws IOException {
        delete(directory);
        return Files.createDirectories(directory);
    }

    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
