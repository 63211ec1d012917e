package dev.sluice.ingest;

import dev.sluice.bus.BusSettings;
import dev.sluice.ingest.ledger.ClickHouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of a worker, from the environment. */
public record Settings(int port, String host, BusSettings bus, ClickHouse.Address clickHouse) {
    private static final Set<String> SECRETS = Set.of("SLUICE_NATS_PASSWORD", "SLUICE_CLICKHOUSE_PASSWORD");
    private static final Set<String> PLAIN = Set.of(
            "PORT",
            "SLUICE_HOST",
            "SLUICE_NATS_URL",
            "SLUICE_NATS_CREDS_FILE",
            "SLUICE_NATS_USER",
            "SLUICE_CLICKHOUSE_URL",
            "SLUICE_CLICKHOUSE_USER");

    /** Every variable the worker reads; secrets also as {@code …_FILE}. */
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
        BusSettings bus = new BusSettings(
                servers(required(environment, "SLUICE_NATS_URL", BusSettings.EXPECTED)),
                "sluice-ingest-worker",
                text(environment, "SLUICE_NATS_CREDS_FILE"),
                text(environment, "SLUICE_NATS_USER"),
                secret(environment, "SLUICE_NATS_PASSWORD"));
        ClickHouse.Address clickHouse = new ClickHouse.Address(
                jdbcUrl(required(environment, "SLUICE_CLICKHOUSE_URL", "jdbc:clickhouse://host:8123/default")),
                text(environment, "SLUICE_CLICKHOUSE_USER"),
                secret(environment, "SLUICE_CLICKHOUSE_PASSWORD"));
        return new Settings(port(environment), text(environment, "SLUICE_HOST").orElse("0.0.0.0"), bus, clickHouse);
    }

    private static String servers(String text) {
        return BusSettings.servers(text)
                .orElseThrow(() -> new Malformed(
                        "SLUICE_NATS_URL is '" + BusSettings.shown(text) + "': expected " + BusSettings.EXPECTED));
    }

    private static String jdbcUrl(String url) {
        if (url.startsWith("jdbc:clickhouse:") || url.startsWith("jdbc:ch:")) {
            return url;
        }
        if (url.startsWith("http://") || url.startsWith("https://")) {
            return "jdbc:clickhouse:" + url;
        }
        throw new Malformed("SLUICE_CLICKHOUSE_URL is '" + url
                + "': expected jdbc:clickhouse://host:8123/default or http://host:8123");
    }

    private static int port(Map<String, String> environment) {
        String text = text(environment, "PORT").orElse("8082");
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 64_535) {
            throw new Malformed("PORT is '" + text + "': expected a whole number from 1 to 64535");
        }
        return Integer.parseInt(text);
    }

    private static Optional<String> text(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String required(Map<String, String> environment, String name, String example) {
        return text(environment, name).orElseThrow(() -> new Malformed(name + " is not set: expected " + example));
    }

    private static Optional<String> secret(Map<String, String> environment, String name) {
        Optional<String> file = text(environment, name + "_FILE");
        if (file.isEmpty()) {
            return text(environment, name);
        }
        try {
            return Optional.of(Files.readString(Path.of(file.get())).strip());
        } catch (IOException e) {
            throw new Malformed(name + "_FILE is '" + file.get() + "': expected a file that can be read");
        }
    }
}
