package dev.sluice.local;

import dev.sluice.local.process.RestartPolicy;
import dev.sluice.local.process.StartException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment says about this run.
 *
 * @param environment all of it, for servers that replace embedded ones and for providers' keys
 */
record LocalSettings(Path home, int gateways, Ports ports, RestartPolicy restarts, Map<String, String> environment) {
    private static final int MOST_GATEWAYS = 10;

    /** The first port of each kind; gateway n is at {@code gateway + 100 (n - 1)}, management 1000 above each. */
    record Ports(int gateway, int admin, int ingest, int demo, int postgres, int nats, int clickhouse) {
        int gateway(int n) {
            return gateway + 100 * (n - 1);
        }
    }

    LocalSettings {
        environment = Map.copyOf(environment);
    }

    /** @throws StartException naming the setting, what was read and what is expected */
    static LocalSettings read(Map<String, String> env, Path workDir) throws StartException {
        var ports = new Ports(
                port(env, "SLUICE_GATEWAY_PORT", 8080),
                port(env, "SLUICE_ADMIN_PORT", 8081),
                port(env, "SLUICE_INGEST_PORT", 8082),
                port(env, "SLUICE_DEMO_PORT", 8083),
                port(env, "SLUICE_PG_PORT", 15_432),
                port(env, "SLUICE_NATS_PORT", 14_222),
                port(env, "SLUICE_CLICKHOUSE_PORT", 18_123));
        return new LocalSettings(
                workDir.resolve(env.getOrDefault("SLUICE_HOME", ".sluice"))
                        .toAbsolutePath()
                        .normalize(),
                // The eleventh would share its port with the management of the first.
                number(env, "SLUICE_GATEWAYS", 1, 1, MOST_GATEWAYS),
                ports,
                restarts(env.getOrDefault("SLUICE_RESTART_DELAY", "1s")),
                env);
    }

    /** The address of a server that replaces an embedded one. */
    Optional<String> replaced(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(url -> !url.isBlank());
    }

    private static int port(Map<String, String> env, String name, int otherwise) throws StartException {
        // Management and further gateways lie above.
        return number(env, name, otherwise, 1024, 63_000);
    }

    private static int number(Map<String, String> env, String name, int otherwise, int least, int most)
            throws StartException {
        var text = env.get(name);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            var value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number out of range.
        }
        throw new StartException("%s is '%s': expected a number from %d to %d".formatted(name, text, least, most));
    }

    private static RestartPolicy restarts(String text) throws StartException {
        try {
            return RestartPolicy.parse(text.strip());
        } catch (IllegalArgumentException e) {
            throw new StartException("SLUICE_RESTART_DELAY is '" + text + "': expected off or 250ms, 5s, 1m", e);
        }
    }

    /** Without the environment. */
    @Override
    public String toString() {
        return "LocalSettings[" + home + ", gateways=" + gateways + ", " + ports + "]";
    }
}
