package dev.sluice.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A package of the distribution, downloaded and unpacked without being installed and without root.
 *
 * <p>apt compares the download with its signed package lists. Where those are missing, as in slim containers, they are fetched
 * into a directory of our own.
 */
public final class DebianPackage {

    /** The directory the package's files end up in, below the one given. */
    static final String ROOT = "root";

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private DebianPackage() {}

    /**
     * Downloads and unpacks the package into {@code work}.
     *
     * @param remedy the environment variable that makes this unnecessary
     * @return the directory that stands for {@code /}
     */
    public static Path unpack(String name, String remedy, Path work) throws IOException {
        var apt = Files.createDirectory(work.resolve("apt"));
        try {
            var outcome = download(name, apt, List.of());
            if (!outcome.ok()) {
                outcome = downloadWithOwnLists(name, apt);
            }
            if (!outcome.ok()) {
                throw new EmbeddedServerException(
                        "Cannot download the package %s with apt-get (%s): set %s to the program."
                                .formatted(name, outcome.lastLine(), remedy));
            }
            var root = work.resolve(ROOT);
            var unpacked = Command.run(
                    apt, LIMIT, List.of("dpkg-deb", "-x", archive(apt).toString(), root.toString()));
            if (!unpacked.ok()) {
                throw new EmbeddedServerException("Cannot unpack the package %s (%s): set %s to the program."
                        .formatted(name, unpacked.lastLine(), remedy));
            }
            return root;
        } finally {
            DirectoryTree.delete(apt);
        }
    }

    private static Command.Outcome downloadWithOwnLists(String name, Path apt) throws IOException {
        Files.createDirectories(apt.resolve("state/lists/partial"));
        Files.createDirectories(apt.resolve("cache/archives/partial"));
        var own = List.of(
                "-o",
                "Dir::State=" + apt.resolve("state"),
                "-o",
                "Dir::State::status=/var/lib/dpkg/status",
                "-o",
                "Dir::Cache=" + apt.resolve("cache"));
        var update = new ArrayList<>(List.of("apt-get", "-q"));
        update.addAll(own);
        update.add("update");
        var updated = Command.run(apt, LIMIT, update);
        return updated.ok() ? download(name, apt, own) : updated;
    }

    private static Command.Outcome download(String name, Path apt, List<String> options) {
        var command = new ArrayList<>(List.of("apt-get", "-q"));
        command.addAll(options);
        command.addAll(List.of("download", name));
        return Command.run(apt, LIMIT, command);
    }

    private static Path archive(Path apt) throws IOException {
        try (var files = Files.newDirectoryStream(apt, "*.deb")) {
            for (var file : files) {
                return file;
            }
        }
        throw new IOException("apt-get downloaded nothing");
    }
}
