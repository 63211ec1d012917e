package dev.sluice.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Under which account PostgreSQL runs: it refuses to be root, which the user of a container or of a CI job often is. */
enum PostgresAccount {
    /** As whoever runs this JVM. */
    SAME(""),

    /** Root inside a user namespace without a mapping is nobody to itself, and still owner of its files to the kernel. */
    NAMESPACE("unshare --user"),

    /** Where user namespaces are forbidden. The data directory changes its owner. */
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String prefix;

    PostgresAccount(String prefix) {
        this.prefix = prefix;
    }

    /** The first account under which the binaries can be run here. */
    static PostgresAccount choose(Path binaries) {
        if (!System.getProperty("user.name").equals("root")) {
            return SAME;
        }
        for (var account : List.of(NAMESPACE, NOBODY)) {
            var version = List.of(binaries.resolve("bin/postgres").toString(), "--version");
            if (Command.run(binaries, LIMIT, account.command(version)).ok()) {
                return account;
            }
        }
        throw new EmbeddedServerException(
                "PostgreSQL refuses to run as root, and neither user namespaces nor dropping to nobody work here:"
                        + " run as another user, or set SLUICE_PG_URL to a running server.");
    }

    /** All of these replace themselves by the command, so its pid is that of the process started. */
    List<String> command(List<String> command) {
        return Stream.concat(Stream.of(prefix.split(" ", -1)).filter(word -> !word.isEmpty()), command.stream())
                .toList();
    }

    /** Hands a directory over to the account. */
    void own(Path directory) throws IOException {
        if (this != NOBODY) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                return visitFile(dir, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.setAttribute(file, "unix:uid", 65_534);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
