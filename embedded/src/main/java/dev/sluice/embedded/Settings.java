package dev.sluice.embedded;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to start one embedded server.
 *
 * @param dir the data directory of this server alone; created when absent
 * @param port the loopback port, 0 for any free one
 * @param cache where downloaded and unpacked binaries are kept, shared by all starts of this user
 * @param progress receives a line for the terminal whenever something takes a while; called on the starting thread
 * @param password what clients must present. When null, PostgreSQL makes one and keeps it with its data; the password data was created with stays, and the
 *     other two accept anyone on loopback
 * @param classpath the class path of the ClickHouse front; when null, the place its class was loaded from
 */
public record Settings(
        Path dir,
        int port,
        Path cache,
        Consumer<String> progress,
        @Nullable String password,
        @Nullable String classpath) {

    public Settings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0..65535, was " + port);
        }
        dir = dir.toAbsolutePath().normalize();
        cache = cache.toAbsolutePath().normalize();
    }

    /** Any free port, the user's cache, silent. */
    public static Settings in(Path dir) {
        return new Settings(dir, 0, defaultCache(), line -> {}, null, null);
    }

    public Settings withPort(int port) {
        return new Settings(dir, port, cache, progress, password, classpath);
    }

    public Settings withCache(Path cache) {
        return new Settings(dir, port, cache, progress, password, classpath);
    }

    public Settings withProgress(Consumer<String> progress) {
        return new Settings(dir, port, cache, progress, password, classpath);
    }

    public Settings withPassword(String password) {
        return new Settings(dir, port, cache, progress, password, classpath);
    }

    public Settings withClasspath(String classpath) {
        return new Settings(dir, port, cache, progress, password, classpath);
    }

    /** {@code SLUICE_CACHE_DIR}, else {@code ~/.cache/sluice}. */
    public static Path defaultCache() {
        var configured = System.getenv("SLUICE_CACHE_DIR");
        return configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "sluice")
                : Path.of(configured);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Settings[dir=" + dir + ", port=" + port + ", cache=" + cache + "]";
    }
}
