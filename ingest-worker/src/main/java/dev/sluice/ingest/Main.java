package dev.sluice.ingest;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

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
            System.err.println("sluice ingest-worker: " + e.getMessage());
            System.exit(2);
        }
        Quarkus.run(args);
    }
}
