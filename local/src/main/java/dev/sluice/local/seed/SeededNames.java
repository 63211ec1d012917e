package dev.sluice.local.seed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** What was ever created here, one per line, so that what a person deleted does not come back. */
final class SeededNames {
    private final Path file;
    private final Set<String> names = new HashSet<>();

    SeededNames(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                names.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    boolean contains(String name) {
        return names.contains(name);
    }

    void add(String name) {
        if (!names.add(name)) {
            return;
        }
        try {
            Files.writeString(file, name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
