package dev.sluice.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs and libraries, unpacked from the archive on the class path. */
final class PostgresBinaries {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final String ENTRY = "postgresql-17.11";

    private PostgresBinaries() {}

    /** The directory that holds {@code bin}, {@code lib} and {@code share}. */
    static Path in(Cache cache, Consumer<String> progress) {
        return cache.entry(ENTRY, fresh -> {
            progress.accept("Unpacking PostgreSQL");
            try (var archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
                if (archive == null) {
                    throw new IOException("the class path has no " + ARCHIVE);
                }
                Archive.unpack(new XZInputStream(archive), fresh, name -> true);
            }
        });
    }
}
