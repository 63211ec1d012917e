package dev.sluice.bench.targets;

import dev.sluice.bench.load.Tls;
import dev.sluice.embedded.GuardedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One gateway process with all that the product has: policy, usage records on a spool and to NATS, metrics.
 *
 * @param dir all of its own, made anew
 */
public record GatewayRun(GuardedProcess process, int port, Path dir, PolicyYaml policy, Answering.Connect connect)
        implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final String TLS_CERTIFICATE = "SLUICE_TLS_CERT_FILE";
    private static final String TLS_KEY = "SLUICE_TLS_KEY_FILE";

    /** What a gateway is started with. */
    public record Setup(Path root, Path work, Optional<UsageBus> bus, PolicyYaml policy, Map<String, String> settings) {
        public Setup with(Map<String, String> more) {
            Map<String, String> all = new HashMap<>(settings);
            all.putAll(more);
            return new Setup(root, work, bus, policy, all);
        }

        public boolean hasCache() {
            return SluiceCommand.hasCache(root);
        }

        /** A gateway that meets its clients with TLS. */
        public Setup with(Certificate certificate) {
            return with(Map.of(
                    TLS_CERTIFICATE,
                    certificate.chain().toString(),
                    TLS_KEY,
                    certificate.key().toString()));
        }

        /** A gateway alone, with its policy file and nothing else. */
        public Setup withoutBus() {
            return new Setup(root, work, Optional.empty(), policy, settings);
        }

        public Setup with(PolicyYaml other) {
            return new Setup(root, work, bus, other, settings);
        }
    }

    /** @param pin from the command to the command on its core */
    public static GatewayRun start(Setup setup, String name, UnaryOperator<List<String>> pin) throws Target.Missing {
        int port = Ports.freeWithManagement();
        try {
            Path dir = Files.createDirectories(setup.work().resolve(name + "-" + port));
            Path policy = dir.resolve("policy.yaml");
            Files.writeString(policy, setup.policy().text());
            GuardedProcess process = GuardedProcess.start(
                    name,
                    pin.apply(SluiceCommand.gateway(setup.root())),
                    environment(setup, port, dir, policy),
                    dir,
                    dir.resolve("gateway.log"));
            boolean tls = setup.settings().containsKey(TLS_CERTIFICATE);
            return new GatewayRun(process, port, dir, setup.policy(), tls ? Tls::connect : Answering::plain);
        } catch (IOException e) {
            throw new Target.Missing("the gateway cannot be prepared: " + e.getMessage());
        }
    }

    private static Map<String, String> environment(Setup setup, int port, Path dir, Path policy) throws IOException {
        Path spool = Files.createDirectories(dir.resolve("spool"));
        Map<String, String> environment = new HashMap<>();
        environment.put("PORT", Integer.toString(port));
        environment.put("SLUICE_HOST", "127.0.0.1");
        environment.put("SLUICE_POLICY_FILE", policy.toString());
        environment.put("SLUICE_SPOOL_DIR", spool.toString());
        // The generator opens connections ahead of time, most of which a low rate does not use: one that is ended
        // just as it is used for the first time loses its request, which is nothing that is measured here.
        environment.put("SLUICE_HEAD_TIMEOUT", "30m");
        setup.bus().ifPresent(bus -> {
            byte[] kek = new byte[32];
            new SecureRandom().nextBytes(kek);
            environment.put("SLUICE_NATS_URL", bus.url());
            environment.put("SLUICE_KEK", Base64.getEncoder().encodeToString(kek));
        });
        environment.putAll(setup.settings());
        return environment;
    }

    /** Waits until it is warm and takes requests. */
    public void awaitOpen() throws Target.Missing {
        Answering.awaitOpen(process, port, dir.resolve("gateway.log"), READY_WITHIN);
    }

    /** Waits until a chat request is answered well. */
    public void awaitReady() throws Target.Missing {
        Answering.await(process, port, headers(), dir.resolve("gateway.log"), READY_WITHIN, connect);
    }

    public Map<String, String> headers() {
        return Map.of("Authorization", "Bearer " + policy.key());
    }

    public Instance instance(String target, int number) {
        return new Instance(target, number, port, List.of(process.pid()), headers());
    }

    @Override
    public void close() {
        process.stop(Duration.ofSeconds(5));
        WorkDirectory.delete(dir.resolve("spool"));
    }
}
