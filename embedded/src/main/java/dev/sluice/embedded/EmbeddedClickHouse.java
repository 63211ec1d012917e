package dev.sluice.embedded;

import dev.sluice.embedded.clickhouse.ChdbFront;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The ClickHouse engine behind its HTTP protocol, in a JVM of its own: a crash of the native library ends that process and no
 * other. On 127.0.0.1 alone.
 */
public final class EmbeddedClickHouse extends RunningServer {

    private static final int PROBE_TIMEOUT_MILLIS = 2_000;

    private EmbeddedClickHouse(DataDirectory directory, GuardedProcess process, int port) {
        super(Part.CLICKHOUSE, directory, process, port);
    }

    /** Returns when the engine answers a ping. The caller closes it. */
    public static EmbeddedClickHouse start(Settings settings) {
        Part.requireLinuxX64();
        var directory = DataDirectory.open(settings.dir(), Part.CLICKHOUSE);
        try {
            var port = LoopbackPort.choose(settings.port(), Part.CLICKHOUSE);
            var library = ChdbLibraryFile.find(new Cache(settings.cache()), settings.progress());
            Files.createDirectories(directory.data());
            var password = settings.password();
            var process = GuardedProcess.start(
                    Part.CLICKHOUSE.title(),
                    command(settings, library, directory, port),
                    // Not an argument: every user of the machine can read those.
                    password == null ? Map.of("TZ", "UTC") : Map.of("TZ", "UTC", ChdbFront.PASSWORD_VARIABLE, password),
                    directory.root(),
                    directory.log());
            awaitReady(Part.CLICKHOUSE, directory, process, () -> pings(port));
            return new EmbeddedClickHouse(directory, process, port);
        } catch (IOException e) {
            directory.close();
            throw new EmbeddedServerException(
                    "Cannot prepare ClickHouse in " + settings.dir() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static List<String> command(Settings settings, Path library, DataDirectory directory, int port) {
        var classpath = settings.classpath();
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classpath == null ? ownClasspath() : classpath,
                ChdbFront.class.getName(),
                library.toString(),
                directory.data().toString(),
                Integer.toString(port));
    }

    private static String ownClasspath() {
        try {
            var source = ChdbFront.class.getProtectionDomain().getCodeSource();
            if (source == null || source.getLocation() == null) {
                throw new EmbeddedServerException("Cannot tell where ChdbFront was loaded from: give its class path.");
            }
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean pings(int port) {
        try {
            var url = URI.create("http://127.0.0.1:" + port + "/ping").toURL();
            if (!(url.openConnection() instanceof HttpURLConnection connection)) {
                return false;
            }
            connection.setConnectTimeout(PROBE_TIMEOUT_MILLIS);
            connection.setReadTimeout(PROBE_TIMEOUT_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** A JDBC address. The front does not speak the compressed block format, which is all that it asks of a client. */
    @Override
    public String url() {
        return "jdbc:clickhouse://127.0.0.1:" + port() + "/default?compress=false";
    }
}
