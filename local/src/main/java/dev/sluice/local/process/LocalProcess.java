package dev.sluice.local.process;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A running process of the installation. Any thread may call any method. */
public interface LocalProcess {

    long pid();

    /** Completes with the exit code when it has ended, whoever ended it. */
    CompletableFuture<Integer> onExit();

    /** Waits until it answers; returns at once if it was ready when it was started. */
    void awaitReady() throws StartException, InterruptedException;

    /** Ends it in order, by force if it takes too long. */
    void stop();

    /** How to start one, over and over, on the same port and data. */
    interface Blueprint {

        /** As people see it: "gateway-1". */
        String name();

        int port();

        Path dir();

        /** @throws StartException with one line for the terminal, and the end of the log if there is one */
        LocalProcess start() throws StartException;
    }
}
