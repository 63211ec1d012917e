package dev.sluice.gateway;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jspecify.annotations.Nullable;

/** Starts the process: settings first, so that a malformed one stops it with one line. */
@QuarkusMain
public final class Main {
    private static final int MANAGEMENT_OFFSET = 1000;

    private Main() {}

    public static void main(String... args) {
        try {
            Settings settings = Settings.read(System.getenv());
            System.setProperty("quarkus.management.port", Integer.toString(settings.port() + MANAGEMENT_OFFSET));
            System.setProperty("quarkus.management.host", settings.host());
        } catch (Settings.Malformed e) {
            System.err.println("sluice gateway: " + e.getMessage());
            System.exit(2);
        }
        Quarkus.run(null, Main::stopped, args);
    }

    /** A failed start says why in one line, without a stack trace. */
    @SuppressWarnings("SystemExitOutsideMain")
    private static void stopped(int exitCode, @Nullable Throwable cause) {
        if (cause != null) {
            Throwable root = cause;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            System.err.println("sluice gateway: " + root.getMessage());
        }
        System.exit(cause == null ? exitCode : 2);
    }
}
