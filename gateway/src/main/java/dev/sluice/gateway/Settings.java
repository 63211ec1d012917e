package dev.sluice.gateway;

import dev.sluice.bus.BusSettings;
import dev.sluice.contract.secret.KeyEncryptionKey;
import dev.sluice.gateway.connection.Connections;
import dev.sluice.gateway.credential.Platform;
import dev.sluice.gateway.tls.TlsFiles;
import dev.sluice.gateway.warmup.WarmUp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of a gateway, from the environment.
 *
 * @param port 0: any free one
 * @param tls absent: the data port speaks HTTP
 * @param maxBodyBytes of a request, decompressed
 * @param maxInFlight requests at once: beyond it, a 503
 * @param maxInFlightPerTarget attempts at one Model at once: beyond it, the next target
 * @param connections what is asked of those of clients
 * @param drainDelay how long a stop goes on serving whatever comes, so that clients and load balancers notice
 * @param drainTimeout how long a stop waits for requests in flight, the delay included
 * @param warmUpRequests before the data port opens; 0: none
 * @param region whose gateways tell each other how targets do; empty: those of no region
 * @param platform what the cloud says of this process's own identity
 * @param kek absent: a gateway alone, which accepts a policy file only
 */
public record Settings(
        String host,
        int port,
        Optional<TlsFiles> tls,
        long maxBodyBytes,
        int maxInFlight,
        int maxInFlightPerTarget,
        Connections.Bounds connections,
        Duration drainDelay,
        Duration drainTimeout,
        int warmUpRequests,
        Optional<KeyEncryptionKey> kek,
        Optional<BusSettings> bus,
        String region,
        Optional<String> adminUrl,
        Optional<Path> policyFile,
        Optional<Path> policyCacheDir,
        Optional<Duration> policyMaxAge,
        Optional<Path> spoolDir,
        Set<String> secretNames,
        Optional<Path> secretDir,
        Optional<String> consoleOrigin,
        Platform platform)
        implements dev.sluice.gateway.policy.PolicySources.Wanted {

    private static final long MAX_IN_FLIGHT = 1_000_000;
    private static final long BYTES_IN_FLIGHT = 16 << 10;

    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration MOST_TIMEOUT = Duration.ofMinutes(30);

    private static final int MAX_WARM_UP_REQUESTS = 100_000;
    private static final Set<String> SECRETS = Set.of("SLUICE_KEK", "SLUICE_NATS_PASSWORD");
    private static final Set<String> PLAIN = Set.of(
            "PORT",
            "SLUICE_HOST",
            "SLUICE_TLS_CERT_FILE",
            "SLUICE_TLS_KEY_FILE",
            "SLUICE_MAX_BODY_BYTES",
            "SLUICE_MAX_IN_FLIGHT",
            "SLUICE_MAX_IN_FLIGHT_PER_TARGET",
            "SLUICE_MAX_CONNECTIONS",
            "SLUICE_HEAD_TIMEOUT",
            "SLUICE_BODY_TIMEOUT",
            "SLUICE_DRAIN_DELAY",
            "SLUICE_DRAIN_TIMEOUT",
            "SLUICE_WARMUP",
            "SLUICE_NATS_URL",
            "SLUICE_NATS_CREDS_FILE",
            "SLUICE_NATS_USER",
            "SLUICE_REGION",
            "SLUICE_ADMIN_URL",
            "SLUICE_POLICY_FILE",
            "SLUICE_POLICY_CACHE_DIR",
            "SLUICE_POLICY_MAX_AGE",
            "SLUICE_SPOOL_DIR",
            "SLUICE_SECRET_NAMES",
            "SLUICE_SECRET_DIR",
            "SLUICE_CONSOLE_ORIGIN");

    /** Every variable the gateway reads; secrets also as {@code …_FILE}. */
    public static Set<String> names() {
        return Stream.of(
                        PLAIN.stream(),
                        Platform.NAMES.stream(),
                        SECRETS.stream(),
                        SECRETS.stream().map(s -> s + "_FILE"))
                .flatMap(s -> s)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A setting that cannot be used, in one line: its name, what was read (never a secret), what is expected. */
    public static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** @throws Malformed on the first setting that is missing or malformed */
    public static Settings read(Map<String, String> environment) {
        SettingsReader in = new SettingsReader(environment);
        long inFlight = in.number("SLUICE_MAX_IN_FLIGHT", inFlightOfHeap(), 1, MAX_IN_FLIGHT);
        Settings settings = new Settings(
                in.text("SLUICE_HOST").orElse("0.0.0.0"),
                (int) in.number("PORT", 8080, 0, 64_535),
                in.pair("SLUICE_TLS_CERT_FILE", "SLUICE_TLS_KEY_FILE")
                        .map(pair -> new TlsFiles(Path.of(pair.first()), Path.of(pair.second()))),
                in.number("SLUICE_MAX_BODY_BYTES", 32L << 20, 1024, 1L << 30),
                (int) inFlight,
                (int) in.number("SLUICE_MAX_IN_FLIGHT_PER_TARGET", mostPerTarget(inFlight), 1, MAX_IN_FLIGHT),
                connections(in),
                in.duration("SLUICE_DRAIN_DELAY").orElse(Duration.ZERO),
                in.duration("SLUICE_DRAIN_TIMEOUT").orElse(Duration.ofSeconds(30)),
                in.countOrOff("SLUICE_WARMUP", WarmUp.DEFAULT_REQUESTS, MAX_WARM_UP_REQUESTS),
                in.secret("SLUICE_KEK").map(in::kek),
                in.servers("SLUICE_NATS_URL")
                        .map(url -> new BusSettings(
                                url,
                                "sluice-gateway",
                                in.text("SLUICE_NATS_CREDS_FILE"),
                                in.text("SLUICE_NATS_USER"),
                                in.secret("SLUICE_NATS_PASSWORD"))),
                in.name("SLUICE_REGION").orElse(""),
                in.text("SLUICE_ADMIN_URL"),
                in.text("SLUICE_POLICY_FILE").map(Path::of),
                in.text("SLUICE_POLICY_CACHE_DIR").map(Path::of),
                in.duration("SLUICE_POLICY_MAX_AGE"),
                in.text("SLUICE_SPOOL_DIR").map(Path::of),
                in.text("SLUICE_SECRET_NAMES")
                        .map(list -> Arrays.stream(list.split("[, ]+")).collect(Collectors.toUnmodifiableSet()))
                        .orElse(Set.of()),
                in.text("SLUICE_SECRET_DIR").map(Path::of),
                in.text("SLUICE_CONSOLE_ORIGIN").map(origin -> origin.replaceAll("/+$", "")),
                new Platform(environment));
        settings.check();
        return settings;
    }

    private static Connections.Bounds connections(SettingsReader in) {
        return new Connections.Bounds(
                (int) in.number("SLUICE_MAX_CONNECTIONS", 20_000, 1, MAX_IN_FLIGHT),
                in.duration("SLUICE_HEAD_TIMEOUT", LEAST_TIMEOUT, MOST_TIMEOUT).orElse(Duration.ofSeconds(10)),
                in.duration("SLUICE_BODY_TIMEOUT", LEAST_TIMEOUT, MOST_TIMEOUT).orElse(Duration.ofSeconds(30)));
    }

    /** About what a stream takes while it waits; one with full buffers takes more, which the heap itself tells of. */
    private static long inFlightOfHeap() {
        return Math.clamp(Runtime.getRuntime().maxMemory() / BYTES_IN_FLIGHT, 100, MAX_IN_FLIGHT);
    }

    /** What is left, an eighth, is for the others while one target hangs; half would turn away clients of a gateway with one target. */
    private static long mostPerTarget(long inFlight) {
        return Math.max(1, inFlight - Math.max(1, inFlight / 8));
    }

    private void check() {
        boolean connected = bus.isPresent() || adminUrl.isPresent();
        if (!connected && policyFile.isEmpty()) {
            throw new Malformed(
                    "SLUICE_POLICY_FILE is not set, nor are SLUICE_NATS_URL and SLUICE_ADMIN_URL: expected at"
                            + " least one of them, as the source of policy");
        }
        if (connected && kek.isEmpty()) {
            throw new Malformed(
                    "SLUICE_KEK is not set: expected base64 of 32 random bytes, the same as the control plane's,"
                            + " since SLUICE_NATS_URL or SLUICE_ADMIN_URL is set");
        }
    }
}
