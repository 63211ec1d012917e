package dev.sluice.local;

import dev.sluice.local.process.ProcessCommand;
import dev.sluice.local.process.StartException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** What {@code make run} runs. {@code --root <directory>} says where the repository is, else its own place does. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        var terminal = new Terminal(System.out);
        var stopping = new AtomicBoolean();
        try {
            var root = root(List.of(arguments));
            requireBuilt(root);
            var settings = LocalSettings.read(System.getenv(), Path.of(""));
            var home = Home.open(settings.home());
            var file = home.dir("local.env");
            var earlier = LocalEnv.parse(file);
            PreviousRun.awaitGone(earlier, terminal);
            var launch = new Launch(settings, home, new LocalEnv(file), root, terminal);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(launch, stopping, terminal), "stop"));
            launch.run(earlier);
        } catch (StartException e) {
            if (!stopping.get()) {
                System.err.println(e.getMessage());
                System.exit(1);
            }
        } catch (RuntimeException e) {
            // Nothing a person did: show where, and end everything rather than stay half started.
            e.printStackTrace();
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    private static void stop(Launch launch, AtomicBoolean stopping, Terminal terminal) {
        stopping.set(true);
        terminal.line("\nstopping");
        launch.close();
        terminal.line("stopped");
    }

    private static void requireBuilt(Path root) throws StartException {
        for (var module : List.of("gateway", "admin-api", "ingest-worker")) {
            var jar = ProcessCommand.jar(module, root);
            if (!Files.exists(jar)) {
                throw new StartException(jar + " is missing: start with make run, which builds it");
            }
        }
    }

    private static Path root(List<String> arguments) throws StartException {
        var at = arguments.indexOf("--root");
        if (at >= 0 && at + 1 < arguments.size()) {
            return Path.of(arguments.get(at + 1)).toAbsolutePath().normalize();
        }
        try {
            var source = Main.class.getProtectionDomain().getCodeSource();
            if (source != null) {
                // <root>/local/target/sluice-local.jar
                return Path.of(source.getLocation().toURI()).resolve("../../..").normalize();
            }
        } catch (URISyntaxException e) {
            throw new StartException("cannot tell where the repository is: give --root <directory>", e);
        }
        throw new StartException("cannot tell where the repository is: give --root <directory>");
    }
}
