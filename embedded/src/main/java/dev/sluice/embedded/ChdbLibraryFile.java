package dev.sluice.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** The ClickHouse engine as a shared library: one pinned npm package, fetched once and checked before it is unpacked. */
final class ChdbLibraryFile {

    private static final String VARIABLE = "SLUICE_CHDB_LIBRARY";
    private static final String PACKAGE = "@chdb/lib-linux-x64-gnu";
    private static final String VERSION = "26.7.3-stable.1";

    /** SHA-512 of the package, as npm writes it in a lock file. */
    static final String INTEGRITY =
            "XP97mMqnc5tZpKQywR8N7cLTsHNiTmHr30pC5mzo3jWmukjKn2IBa60c2B/gWUNcuFjOMjWoorQICCqBVj5wpw==";

    private static final String ARCHIVE = "chdb-lib-linux-x64-gnu-" + VERSION + ".tgz";
    private static final String LIBRARY = "libchdb.so";
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(15);

    private ChdbLibraryFile() {}

    static Path find(Cache cache, Consumer<String> progress) {
        var named = System.getenv(VARIABLE);
        if (named != null && !named.isBlank()) {
            return readable(Path.of(named));
        }
        var entry = cache.entry("chdb-" + VERSION, fresh -> {
            var archive = cache.root().resolve(ARCHIVE);
            if (!Files.exists(archive) || !intact(archive)) {
                progress.accept("Downloading the ClickHouse engine (178 MB, once)");
                download(archive);
            }
            progress.accept("Unpacking the ClickHouse engine");
            try (var tgz = Files.newInputStream(archive);
                    var tar = new GZIPInputStream(tgz, 1 << 16)) {
                Archive.unpack(tar, fresh, ("package/" + LIBRARY)::equals);
            }
            Files.move(fresh.resolve("package").resolve(LIBRARY), fresh.resolve(LIBRARY));
            Files.delete(fresh.resolve("package"));
        });
        return entry.resolve(LIBRARY);
    }

    private static Path readable(Path named) {
        if (!Files.isReadable(named)) {
            throw new EmbeddedServerException(
                    "%s names %s, which cannot be read: correct or unset it.".formatted(VARIABLE, named));
        }
        return named.toAbsolutePath();
    }

    static boolean intact(Path archive) throws IOException {
        return Base64.getEncoder()
                .encodeToString(Checksum.of(archive, "SHA-512"))
                .equals(INTEGRITY);
    }

    /** npm is asked, not a fixed address, so that its configured registry and proxy apply. */
    private static void download(Path archive) throws IOException {
        var work = Files.createTempDirectory(archive.resolveSibling("."), "npm");
        try {
            var pack = List.of("npm", "pack", "--silent", PACKAGE + "@" + VERSION);
            var outcome = Command.run(work, DOWNLOAD_LIMIT, pack);
            var packed = work.resolve(ARCHIVE);
            if (!outcome.ok() || !Files.exists(packed)) {
                throw new EmbeddedServerException(
                        "Cannot download the ClickHouse engine with npm (%s): set %s to a %s, or SLUICE_CLICKHOUSE_URL to a running server."
                                .formatted(outcome.lastLine(), VARIABLE, LIBRARY));
            }
            if (!intact(packed)) {
                throw new EmbeddedServerException(
                        "The downloaded ClickHouse engine is not the pinned %s@%s: it was discarded; set %s to a %s you trust."
                                .formatted(PACKAGE, VERSION, VARIABLE, LIBRARY));
            }
            Files.move(packed, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            DirectoryTree.delete(work);
        }
    }
}
