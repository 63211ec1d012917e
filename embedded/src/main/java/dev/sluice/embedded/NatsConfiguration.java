package dev.sluice.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's configuration file, written anew at each start and readable by its owner only. */
final class NatsConfiguration {

    static final String USER = "sluice";

    /** fsync before each acknowledgement. Known from 2.10 on; an older server syncs every two minutes and knows no setting. */
    private static final String SYNC_ALWAYS = "sync_interval: always";

    private NatsConfiguration() {}

    static Path write(DataDirectory directory, Path binary, int port, @Nullable String password) throws IOException {
        var file = directory.root().resolve("nats.conf");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text(directory.data(), port, password, SYNC_ALWAYS));
        var check = List.of(binary.toString(), "-t", "-c", file.toString());
        if (!Command.run(directory.root(), Duration.ofSeconds(20), check).ok()) {
            Files.writeString(file, text(directory.data(), port, password, ""));
        }
        return file;
    }

    private static String text(Path store, int port, @Nullable String password, String sync) {
        var authorization =
                password == null ? "" : "authorization { user: %s, password: %s }".formatted(USER, quoted(password));
        return """
                host: 127.0.0.1
                port: %d
                server_name: sluice-embedded
                max_payload: 8MB
                %s
                jetstream {
                  store_dir: %s
                  %s
                }
                """.formatted(port, authorization, quoted(store.toString()), sync);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
