package dev.sluice.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One server's directory, held by one starter at a time.
 *
 * <p>The lock dies with the JVM that holds it, but a server it left behind may still be ending. So the pid of the running
 * server is noted, and the next starter waits for that very process to be gone.
 */
final class DataDirectory implements AutoCloseable {

    /** Longer than any guard's grace. */
    private static final Duration PREVIOUS_ENDS_WITHIN = Duration.ofSeconds(12);

    private final Path root;
    private final FileChannel channel;

    private DataDirectory(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /** Locks {@code root}, creating it if absent, readable by its owner only. */
    static DataDirectory open(Path root, Part part) {
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            var channel =
                    FileChannel.open(root.resolve("sluice.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new EmbeddedServerException("The %s data in %s is in use by another process: stop that one first."
                        .formatted(part.title(), root));
            }
            var directory = new DataDirectory(root, channel);
            directory.awaitPreviousServer();
            return directory;
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Cannot use %s for the %s data: %s".formatted(root, part.title(), e.getMessage()), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path root() {
        return root;
    }

    Path data() {
        return root.resolve("data");
    }

    Path log() {
        return root.resolve("server.log");
    }

    /** Notes the running server for the next starter. */
    void remember(long pid) {
        try {
            var identity = ProcessHandle.of(pid).map(DataDirectory::identity).orElse("");
            Files.writeString(note(), identity);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPreviousServer() throws IOException {
        var previous = previousServer();
        if (previous.isEmpty()) {
            return;
        }
        var server = previous.get();
        var deadline = System.nanoTime() + PREVIOUS_ENDS_WITHIN.toNanos();
        while (server.isAlive() && System.nanoTime() - deadline < 0) {
            pause();
        }
        // Its guard is gone too, or it would have done this: nobody but us can own the process.
        server.destroyForcibly();
        while (server.isAlive()) {
            pause();
        }
    }

    private Optional<ProcessHandle> previousServer() throws IOException {
        if (!Files.exists(note())) {
            return Optional.empty();
        }
        var noted = Files.readString(note()).strip();
        var pid = noted.split(" ", 2)[0];
        return pid.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(pid))
                        .filter(process -> identity(process).equals(noted));
    }

    /** Pid and start time: after a reboot the pid alone may belong to anybody. */
    private static String identity(ProcessHandle process) {
        var started = process.info().startInstant().map(Object::toString).orElse("unknown");
        return process.pid() + " " + started;
    }

    private Path note() {
        return root.resolve("server.pid");
    }

    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while waiting for a server", e);
        }
    }

    /** Releases the lock. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
