package dev.sluice.gateway;

import dev.sluice.bus.BusSettings;
import dev.sluice.contract.policy.Durations;
import dev.sluice.contract.policy.InvalidField;
import dev.sluice.contract.secret.KeyEncryptionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of a gateway, from the environment.
 *
 * @param maxBodyBytes of a request, decompressed
 * @param drainTimeout how long a stop waits for requests in flight
 * @param kek absent: a gateway alone, which accepts a policy file only
 */
public record Settings(
        String host,
        int port,
        long maxBodyBytes,
        Duration drainTimeout,
        Optional<KeyEncryptionKey> kek,
        Optional<BusSettings> bus,
        Optional<String> adminUrl,
        Optional<Path> policyFile,
        Optional<Path> policyCacheDir,
        Optional<Duration> policyMaxAge,
        Optional<Path> spoolDir,
        Set<String> secretNames,
        Optional<Path> secretDir,
        Optional<String> consoleOrigin)
        implements dev.sluice.gateway.policy.PolicySources.Wanted {

    private static final Set<String> SECRETS = Set.of("SLUICE_KEK", "SLUICE_NATS_PASSWORD");
    private static final Set<String> PLAIN = Set.of(
            "PORT",
            "SLUICE_HOST",
            "SLUICE_MAX_BODY_BYTES",
            "SLUICE_DRAIN_TIMEOUT",
            "SLUICE_NATS_URL",
            "SLUICE_NATS_CREDS_FILE",
            "SLUICE_NATS_USER",
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
        return Stream.of(PLAIN.stream(), SECRETS.stream(), SECRETS.stream().map(s -> s + "_FILE"))
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
        Reader in = new Reader(environment);
        Settings settings = new Settings(
                in.text("SLUICE_HOST").orElse("0.0.0.0"),
                (int) in.number("PORT", 8080, 1, 64_535),
                in.number("SLUICE_MAX_BODY_BYTES", 32L << 20, 1024, 1L << 30),
                in.duration("SLUICE_DRAIN_TIMEOUT").orElse(Duration.ofSeconds(30)),
                in.secret("SLUICE_KEK").map(in::kek),
                in.text("SLUICE_NATS_URL")
                        .map(url -> new BusSettings(
                                url,
                                "sluice-gateway",
                                in.text("SLUICE_NATS_CREDS_FILE"),
                                in.text("SLUICE_NATS_USER"),
                                in.secret("SLUICE_NATS_PASSWORD"))),
                in.text("SLUICE_ADMIN_URL"),
                in.text("SLUICE_POLICY_FILE").map(Path::of),
                in.text("SLUICE_POLICY_CACHE_DIR").map(Path::of),
                in.duration("SLUICE_POLICY_MAX_AGE"),
                in.text("SLUICE_SPOOL_DIR").map(Path::of),
                in.text("SLUICE_SECRET_NAMES")
                        .map(list -> Arrays.stream(list.split("[, ]+")).collect(Collectors.toUnmodifiableSet()))
                        .orElse(Set.of()),
                in.text("SLUICE_SECRET_DIR").map(Path::of),
                in.text("SLUICE_CONSOLE_ORIGIN").map(origin -> origin.replaceAll("/+$", "")));
        settings.check();
        return settings;
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

    private record Reader(Map<String, String> environment) {
        Optional<String> text(String name) {
            return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        Optional<String> secret(String name) {
            Optional<String> file = text(name + "_FILE");
            if (file.isEmpty()) {
                return text(name);
            }
            try {
                return Optional.of(Files.readString(Path.of(file.get())).strip());
            } catch (IOException e) {
                throw new Malformed(name + "_FILE is '" + file.get() + "': expected a file that can be read");
            }
        }

        long number(String name, long otherwise, long min, long max) {
            return parse(
                            name,
                            value -> {
                                long number = Long.parseLong(value);
                                if (number < min || number > max) {
                                    throw new NumberFormatException();
                                }
                                return number;
                            },
                            "a whole number from " + min + " to " + max)
                    .orElse(otherwise);
        }

        Optional<Duration> duration(String name) {
            return parse(name, Durations::parse, "a duration such as 250ms, 5s, 10m or 1h");
        }

        private <T> Optional<T> parse(String name, Function<String, T> parser, String expected) {
            return text(name).map(value -> {
                try {
                    return parser.apply(value);
                } catch (NumberFormatException | InvalidField e) {
                    throw new Malformed(name + " is '" + value + "': expected " + expected);
                }
            });
        }

        KeyEncryptionKey kek(String base64) {
            try {
                return KeyEncryptionKey.ofBase64(base64);
            } catch (IllegalArgumentException e) {
                throw new Malformed("SLUICE_KEK " + e.getMessage());
            }
        }
    }
}
