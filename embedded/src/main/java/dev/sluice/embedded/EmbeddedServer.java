package dev.sluice.embedded;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A server running as a child process, ready to answer on loopback when its {@code start} has returned.
 *
 * <p>All methods may be called from any thread. Whoever started the server closes it; if this JVM dies without doing so, even
 * by SIGKILL, the server ends by itself within seconds.
 */
public interface EmbeddedServer extends AutoCloseable {

    /** The product's name, as shown to people: "PostgreSQL". */
    String name();

    /** Where a client connects: what the server's {@code SLUICE_*_URL} would hold. Carries no password. */
    String url();

    int port();

    /** The server's own process, not a wrapper's. */
    long pid();

    /** The data directory: lock, log and data lie in it. */
    Path dir();

    /** What the server writes to its standard output and error. */
    Path log();

    boolean isAlive();

    /** Completes with the exit code when the server has ended, whoever ended it; 128 plus the signal if a signal did. */
    CompletableFuture<Integer> onExit();

    /** Ends the server in order, by force if it takes too long, and releases the data directory. Further calls do nothing. */
    @Override
    void close();
}
