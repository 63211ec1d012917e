package dev.sluice.local;

import dev.sluice.local.process.StartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The directory of an installation, {@code .sluice}: held by one launcher at a time, readable by its owner only. */
final class Home implements AutoCloseable {
    private final Path root;
    private final FileChannel lock;

    private Home(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    static Home open(Path root) throws StartException {
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(root.resolve("logs"));
            var channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new StartException("Sluice is already running in " + root
                        + ": stop it first, or set SLUICE_HOME and the ports for a second one");
            }
            return new Home(root, channel);
        } catch (IOException e) {
            throw new StartException("Cannot use " + root + ": " + e.getMessage(), e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path root() {
        return root;
    }

    Path dir(String name) {
        return root.resolve(name);
    }

    Path log(String name) {
        return root.resolve("logs").resolve(name + ".log");
    }

    /** The key-encryption key: base64 of 32 random bytes. */
    String kek() throws StartException {
        return secret("kek", 32, Base64.getEncoder());
    }

    /** The password of the first administrator. */
    String adminPassword() throws StartException {
        return secret("admin-password", 15, Base64.getUrlEncoder().withoutPadding());
    }

    /** Made on first use, then the same for ever. */
    private String secret(String name, int bytes, Base64.Encoder encoder) throws StartException {
        var file = root.resolve(name);
        try {
            if (!Files.exists(file)) {
                var random = new byte[bytes];
                new SecureRandom().nextBytes(random);
                OwnerOnly.write(file, encoder.encodeToString(random) + "\n");
            }
            return Files.readString(file).strip();
        } catch (FileAlreadyExistsException e) {
            throw new StartException("Another process is writing " + file, e);
        } catch (IOException e) {
            throw new StartException("Cannot read or write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // The lock ends with this JVM anyway.
        }
    }
}
