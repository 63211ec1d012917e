package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as it is built: started, and stopped by itself as soon as it could serve. */
class DeployStartTest {
    private static final Path APP = Repository.file("gateway/target/quarkus-app");
    private static final Path CACHE = APP.resolve("app.aot");

    @TempDir
    Path directory;

    private record Run(int code, String output) {}

    private Run run(List<String> flags, Map<String, String> settings) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + APP.resolve("gateway.options"));
        command.addAll(flags);
        command.addAll(
                List.of("-Xmx256m", "-jar", APP.resolve("quarkus-run.jar").toString(), "--train"));
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        Map<String, String> all = new HashMap<>(Map.of(
                "PORT", "0",
                "SLUICE_HOST", "127.0.0.1",
                "SLUICE_WARMUP", "off",
                "SLUICE_POLICY_FILE",
                        Repository.file("docker/policy.example.yaml").toString(),
                "OPENAI_API_KEY", "nobody-is-called",
                "APP_API_KEY", "a-key-of-thirty-two-characters-or-more"));
        all.putAll(settings);
        builder.environment().putAll(all);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it has ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(output));
    }

    @Test
    void theCacheOfTheBuildFitsTheGatewayOfTheBuild() throws Exception {
        // With this mode the JVM refuses to start when the cache is not the right one.
        Run run = run(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + CACHE), Map.of());

        assertThat(run.output()).contains("serving on 127.0.0.1:").doesNotContain("[aot]", "warm");
        assertThat(run.code()).isZero();
    }

    @Test
    void aCacheThatDoesNotFitOnlyCostsTime() throws Exception {
        Path broken = directory.resolve("broken.aot");
        Files.write(broken, new byte[100_000]);

        Run run = run(List.of("-XX:AOTCache=" + broken), Map.of());

        assertThat(run.output()).contains("serving on 127.0.0.1:");
        assertThat(run.code()).isZero();
    }

    @Test
    void theWarmUpIsOverBeforeThePortOpens() throws Exception {
        Run run = run(List.of("-XX:AOTCache=" + CACHE), Map.of("SLUICE_WARMUP", "20"));

        assertThat(run.output()).containsSubsequence("warmed up with 20 requests", "serving on 127.0.0.1:");
        assertThat(run.code()).isZero();
    }

    @Test
    void aCertificateThatIsNotThereStopsItWithOneLine() throws Exception {
        Run run = run(
                List.of(),
                Map.of("SLUICE_TLS_CERT_FILE", "/nowhere/tls.crt", "SLUICE_TLS_KEY_FILE", "/nowhere/tls.key"));

        assertThat(run.output())
                .isEqualTo("sluice gateway: SLUICE_TLS_CERT_FILE is '/nowhere/tls.crt': expected a file that can be"
                        + " read\n");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void theImageStartsWithTheSameFlagsAndACache() {
        assertThat(Repository.read(Shipped.GATEWAY.dockerfile()))
                .contains("\"@/opt/sluice/gateway.options\", \"-XX:AOTCache=/opt/sluice/app.aot\"")
                .contains("/tmp/aot-cache /opt/sluice /tmp/policy.yaml");
        assertThat(Repository.read("scripts/aot-cache")).contains("@$directory/gateway.options", "app.aot");
    }
}
