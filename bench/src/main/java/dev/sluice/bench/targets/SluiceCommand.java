package dev.sluice.bench.targets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the product's gateway is run, as its image does in a container of 512 MB: the command line that is measured. */
final class SluiceCommand {
    private static final String APP = "gateway/target/quarkus-app";
    private static final List<String> HEAP = List.of("-Xms256m", "-Xmx256m", "-XX:NewRatio=5");

    private SluiceCommand() {}

    /** @param root of the repository */
    static List<String> gateway(Path root) {
        List<String> command = new ArrayList<>(List.of(JavaCommand.java()));
        command.addAll(flags(root));
        Path cache = root.resolve(APP).resolve("app.aot");
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(
                List.of("-jar", root.resolve(APP).resolve("quarkus-run.jar").toString()));
        return command;
    }

    /** What machines that are compared with it run with as well. */
    static List<String> flags(Path root) {
        List<String> flags = new ArrayList<>(HEAP);
        flags.add("@" + root.resolve(APP).resolve("gateway.options"));
        return flags;
    }

    /** Whether the gateway starts from a cache of compiled code and loaded classes. */
    static boolean hasCache(Path root) {
        return Files.exists(root.resolve(APP).resolve("app.aot"));
    }
}
