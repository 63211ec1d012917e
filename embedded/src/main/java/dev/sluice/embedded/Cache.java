package dev.sluice.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Downloaded and unpacked binaries, kept between starts and shared by every process of this user.
 *
 * <p>An entry appears whole or not at all: it is built beside its place and renamed, under a lock that also keeps a second
 * process from fetching the same thing.
 */
final class Cache {

    /** Fills a fresh directory that becomes the entry. */
    @FunctionalInterface
    interface Filling {
        void into(Path fresh) throws IOException;
    }

    /** File locks are per process, so threads of this one queue here first. */
    private static final Object IN_PROCESS = new Object();

    private final Path root;

    Cache(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** The directory {@code name}, built by {@code filling} if it is not there yet. */
    Path entry(String name, Filling filling) {
        var entry = root.resolve(name);
        if (Files.isDirectory(entry)) {
            return entry;
        }
        synchronized (IN_PROCESS) {
            try {
                Files.createDirectories(root);
                try (var channel = FileChannel.open(
                                root.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        var lock = lock(channel)) {
                    if (lock.isValid() && !Files.isDirectory(entry)) {
                        build(entry, filling);
                    }
                }
            } catch (IOException e) {
                throw new EmbeddedServerException(
                        "Cannot prepare " + entry + " (" + e.getMessage() + "): SLUICE_CACHE_DIR names another cache.",
                        e);
            }
        }
        return entry;
    }

    /** A class loader beside ours has a lock object of its own, but the same file locks. */
    private static FileLock lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                DataDirectory.pause();
            }
        }
    }

    private void build(Path entry, Filling filling) throws IOException {
        var fresh = Files.createTempDirectory(root, entry.getFileName() + ".new");
        try {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            filling.into(fresh);
            Files.move(fresh, entry, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            DirectoryTree.delete(fresh);
        }
    }
}
