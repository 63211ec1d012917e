package dev.sluice.gateway;

import dev.sluice.gateway.warmup.WarmUp;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts the process: settings first, so that a malformed one stops it with one line. With {@code --train} it stops by
 * itself as soon as it could serve: the training run of the AOT cache.
 */
@QuarkusMain
public final class Main {
    private static final int MANAGEMENT_OFFSET = 1000;

    private Main() {}

    public static void main(String... args) {
        try {
            Settings settings = Settings.read(System.getenv());
            int management = settings.port() == 0 ? 0 : settings.port() + MANAGEMENT_OFFSET;
            System.setProperty("quarkus.management.port", Integer.toString(management));
            System.setProperty("quarkus.management.host", settings.host());
        } catch (Settings.Malformed e) {
            System.err.println("sluice gateway: " + e.getMessage());
            System.exit(2);
        }
        NettyMemory.bound();
        WarmUp.prepare();
        Quarkus.run(isTraining(args) ? Once.class : null, Main::stopped, args);
    }

    static boolean isTraining(String... args) {
        return List.of(args).contains("--train");
    }

    /** Returns when everything has started, and that is the end of the process. */
    public static final class Once implements QuarkusApplication {
        @Override
        public int run(String... args) {
            return 0;
        }
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
