package dev.sluice.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of one PostgreSQL server: made by the first start, put in order after an unclean end by the later ones. */
record PostgresCluster(DataDirectory directory, Path binaries, PostgresAccount account) {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Returns the password of the one user. */
    String prepare(Settings settings) {
        try {
            if (Files.isDirectory(directory.data())) {
                account.own(directory.root());
                PostgresOrphans.await(directory.data());
                // Only a process that is gone can have left it. Its pid may have been given to somebody else since,
                // which
                // PostgreSQL would take for a running server.
                Files.deleteIfExists(directory.data().resolve("postmaster.pid"));
                return Files.readString(passwordFile()).strip();
            }
            settings.progress().accept("Creating the PostgreSQL database");
            return create(settings.password());
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Cannot prepare the PostgreSQL data in " + directory.root() + ": " + e.getMessage(), e);
        }
    }

    /** Under a temporary name until it is complete, so an interrupted first start leaves nothing half made. */
    private String create(@Nullable String wanted) throws IOException {
        var password = wanted == null ? generate() : wanted;
        var fresh = directory.root().resolve("data.new");
        DirectoryTree.delete(fresh);
        writePrivately(passwordFile(), password);
        account.own(directory.root());
        run(
                List.of(
                        binaries.resolve("bin/initdb").toString(),
                        "--pgdata=" + fresh,
                        "--username=" + EmbeddedPostgres.USER,
                        "--pwfile=" + passwordFile(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--no-locale",
                        "--data-checksums"),
                null);
        run(
                List.of(
                        binaries.resolve("bin/postgres").toString(),
                        "--single",
                        "-D",
                        fresh.toString(),
                        "-c",
                        "exit_on_error=on",
                        "postgres"),
                "CREATE DATABASE " + EmbeddedPostgres.DATABASE + "\n");
        Files.move(fresh, directory.data(), StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    private void run(List<String> command, @Nullable String input) throws IOException {
        var outcome = Command.run(directory.root(), LIMIT, account.command(command), input);
        if (!outcome.ok()) {
            throw new IOException(Path.of(command.getFirst()).getFileName() + " failed: " + outcome.lastLine());
        }
    }

    private Path passwordFile() {
        return directory.root().resolve("password");
    }

    private static String generate() {
        var bytes = new byte[18];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void writePrivately(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }
}
