package dev.sluice.bench.targets;

import dev.sluice.bench.load.Tls;
import dev.sluice.embedded.GuardedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** nginx with one worker as a plain reverse proxy: the floor that a gateway is measured against. */
public final class Nginx implements Target {
    private final GuardedProcess process;
    private final Instance instance;
    private final String version;

    private Nginx(GuardedProcess process, Instance instance, String version) {
        this.process = process;
        this.instance = instance;
        this.version = version;
    }

    /**
     * What stands where.
     *
     * @param name of the target
     * @param upstreamTls whether what it passes requests on to speaks TLS, with a certificate that is not looked at
     * @param certificate what clients are met with
     */
    public record Setup(String name, int upstreamPort, boolean upstreamTls, Optional<Certificate> certificate) {
        public static Setup plain(String name, int upstreamPort) {
            return new Setup(name, upstreamPort, false, Optional.empty());
        }

        public static Setup overTls(String name, int upstreamPort, Certificate certificate) {
            return new Setup(name, upstreamPort, false, Optional.of(certificate));
        }

        public static Setup toTls(String name, int upstreamPort) {
            return new Setup(name, upstreamPort, true, Optional.empty());
        }
    }

    /** @param pin from the command to the command on its core */
    public static Nginx start(Path work, Setup setup, UnaryOperator<List<String>> pin) throws Missing {
        Path program = NginxBinary.find();
        int port = Ports.free();
        Optional<Certificate> tls = setup.certificate();
        try {
            Path dir = Files.createDirectories(work.resolve("nginx-" + port));
            String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
            Path configuration = dir.resolve("nginx.conf");
            Files.writeString(
                    configuration,
                    template()
                            .replace("${user}", user)
                            .replace("${dir}", dir.toString())
                            .replace("${port}", Integer.toString(port))
                            .replace("${upstream}", Integer.toString(setup.upstreamPort()))
                            .replace("${scheme}", setup.upstreamTls() ? "https" : "http")
                            .replace("${ssl}", tls.isPresent() ? "ssl" : "")
                            .replace("${certificate}", tls.map(Nginx::lines).orElse("")));
            Path log = dir.resolve("nginx.log");
            GuardedProcess process = GuardedProcess.start(
                    "nginx",
                    pin.apply(List.of(
                            program.toString(),
                            "-p",
                            dir.toString(),
                            "-e",
                            dir + "/nginx-error.log",
                            "-c",
                            configuration.toString())),
                    Map.of(),
                    dir,
                    log);
            Duration limit = Duration.ofSeconds(10);
            Answering.Connect connect = tls.isPresent() ? Tls::connect : Answering::plain;
            Answering.await(process, port, Map.of(), log, limit, connect);
            List<Long> worker = ProcessHandle.of(process.pid()).stream()
                    .flatMap(ProcessHandle::children)
                    .map(ProcessHandle::pid)
                    .toList();
            Instance instance = new Instance(setup.name(), 0, port, worker, Map.of());
            return new Nginx(process, instance, NginxBinary.version(program));
        } catch (IOException e) {
            throw new Missing("nginx cannot be prepared: " + e.getMessage());
        }
    }

    private static String lines(Certificate certificate) {
        return "ssl_certificate " + certificate.chain() + "; ssl_certificate_key " + certificate.key() + ";";
    }

    private static String template() throws IOException {
        try (InputStream in = Nginx.class.getResourceAsStream("nginx.conf")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public String name() {
        return instance.target();
    }

    @Override
    public String description() {
        return version
                + ": 1 worker, kept-alive upstream connections, response buffering off, request buffering on (1m)";
    }

    @Override
    public List<Instance> instances() {
        return List.of(instance);
    }

    @Override
    public void close() {
        process.stop(Duration.ofSeconds(2));
    }
}
