package dev.sluice.local.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The command lines of Sluice's own processes, all in one place. */
public final class ProcessCommand {
    private static final String APP = "target/quarkus-app";
    private static final List<String> NATIVE =
            List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    private static final Map<String, List<String>> HEAP = Map.of(
            "gateway",
            List.of("-Xms256m", "-Xmx512m"),
            "admin-api",
            List.of("-Xmx384m"),
            "ingest-worker",
            List.of("-Xmx384m"));

    private ProcessCommand() {}

    /** @param withheld names of this JVM's environment that the process must not see */
    public static List<String> of(String module, Path root, Collection<String> withheld) {
        var command = new ArrayList<String>();
        if (!withheld.isEmpty()) {
            // Replaces itself by the command, so the pid is the process's.
            command.add("env");
            new TreeSet<>(withheld).forEach(name -> command.addAll(List.of("-u", name)));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(HEAP.getOrDefault(module, List.of()));
        command.addAll(flags(module, root));
        command.addAll(List.of("-jar", jar(module, root).toString()));
        return command;
    }

    /** A module that is built with flags of its own has them beside its jar, and perhaps an AOT cache made with them. */
    private static List<String> flags(String module, Path root) {
        var directory = root.resolve(module).resolve(APP);
        var options = directory.resolve(module + ".options");
        if (!Files.exists(options)) {
            return NATIVE;
        }
        var cache = directory.resolve("app.aot");
        return Files.exists(cache) ? List.of("@" + options, "-XX:AOTCache=" + cache) : List.of("@" + options);
    }

    public static Path jar(String module, Path root) {
        return root.resolve(module).resolve(APP).resolve("quarkus-run.jar");
    }
}
