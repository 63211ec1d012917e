package dev.sluice.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The session processes of a PostgreSQL server that was killed.
 *
 * <p>They end by themselves once they notice, but one in the middle of its work still writes to the data directory, and a
 * second server beside it would damage the data. Every PostgreSQL process works in its data directory, which is how they are
 * found.
 */
final class PostgresOrphans {

    private static final Duration END_WITHIN = Duration.ofSeconds(15);

    private PostgresOrphans() {}

    /** Returns when no process works in {@code data}. */
    static void await(Path data) throws IOException {
        var directory = data.toRealPath();
        var deadline = System.nanoTime() + END_WITHIN.toNanos();
        for (var found = find(directory); found.isPresent(); found = find(directory)) {
            if (System.nanoTime() - deadline > 0) {
                throw new EmbeddedServerException("Process %d still works in %s: stop it first."
                        .formatted(found.get().pid(), directory));
            }
            DataDirectory.pause();
        }
    }

    private static Optional<ProcessHandle> find(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> worksIn(process, directory))
                .findFirst();
    }

    private static boolean worksIn(ProcessHandle process, Path directory) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(directory);
        } catch (IOException e) {
            // Ended meanwhile, or another user's and so not ours.
            return false;
        }
    }
}
