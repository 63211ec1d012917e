package dev.sluice.e2e.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a gateway is started as a process of its own, from the build. */
final class GatewayCommand {
    private GatewayCommand() {}

    /**
     * @param flags of the Java machine
     * @param settings all that it has of this product's
     * @param output a file that is appended to
     */
    static ProcessBuilder of(List<String> flags, Map<String, String> settings, Path output) {
        Path app = Path.of("..", "gateway", "target", "quarkus-app");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.add("@" + app.resolve("gateway.options"));
        command.add("-XX:AOTCache=" + app.resolve("app.aot"));
        command.addAll(flags);
        command.addAll(List.of("-jar", app.resolve("quarkus-run.jar").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment().put("SLUICE_HOST", "127.0.0.1");
        builder.environment().putAll(settings);
        return builder;
    }
}
