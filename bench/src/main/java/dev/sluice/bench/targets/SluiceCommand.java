package dev.sluice.bench.targets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the product's gateway is run: the command line that is measured, in one place. */
final class SluiceCommand {
    private static final String JAR = "gateway/target/quarkus-app/quarkus-run.jar";
    private static final List<String> FLAGS = List.of(
            "-Xms256m",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private SluiceCommand() {}

    /** @param root of the repository */
    static List<String> gateway(Path root) {
        List<String> command = new ArrayList<>(List.of(JavaCommand.java()));
        command.addAll(FLAGS);
        command.addAll(List.of("-jar", root.resolve(JAR).toString()));
        return command;
    }

    /** What machines that are compared with it run with as well. */
    static List<String> flags() {
        return FLAGS;
    }
}
