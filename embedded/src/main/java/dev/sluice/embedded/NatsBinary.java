package dev.sluice.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The {@code nats-server} program: the one named, else one installed, else the distribution's package unpacked. */
final class NatsBinary {

    private static final String VARIABLE = "SLUICE_NATS_SERVER";
    private static final String ENTRY = "nats-server";

    private NatsBinary() {}

    static Path find(Cache cache, Consumer<String> progress) {
        var named = System.getenv(VARIABLE);
        if (named != null && !named.isBlank()) {
            return executable(Path.of(named));
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "nats-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> unpacked(cache, progress));
    }

    private static Path executable(Path named) {
        if (!Files.isExecutable(named)) {
            throw new EmbeddedServerException(
                    "%s names %s, which is not an executable file: correct or unset it.".formatted(VARIABLE, named));
        }
        return named.toAbsolutePath();
    }

    /** The checksum noted when the package was unpacked is compared at every start. */
    static Path unpacked(Cache cache, Consumer<String> progress) {
        var entry = cache.entry(ENTRY, fresh -> {
            progress.accept("Fetching the nats-server package of the distribution");
            var binary = DebianPackage.unpack("nats-server", VARIABLE, fresh).resolve("usr/sbin/nats-server");
            Files.move(binary, fresh.resolve("nats-server"));
            DirectoryTree.delete(fresh.resolve(DebianPackage.ROOT));
            Files.writeString(fresh.resolve("nats-server.sha256"), sha256(fresh.resolve("nats-server")));
        });
        var binary = entry.resolve("nats-server");
        try {
            if (!sha256(binary)
                    .equals(Files.readString(entry.resolve("nats-server.sha256"))
                            .strip())) {
                throw new EmbeddedServerException("%s is not what was unpacked: delete %s to fetch it again, or set %s."
                        .formatted(binary, entry, VARIABLE));
            }
            return binary;
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Cannot read %s (%s): delete %s to fetch it again, or set %s."
                            .formatted(binary, e.getMessage(), entry, VARIABLE),
                    e);
        }
    }

    private static String sha256(Path file) throws IOException {
        return HexFormat.of().formatHex(Checksum.of(file, "SHA-256"));
    }
}
