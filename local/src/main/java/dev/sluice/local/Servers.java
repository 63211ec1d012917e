package dev.sluice.local;

import dev.sluice.embedded.EmbeddedClickHouse;
import dev.sluice.embedded.EmbeddedNats;
import dev.sluice.embedded.EmbeddedPostgres;
import dev.sluice.embedded.Settings;
import dev.sluice.local.process.LocalProcess;
import dev.sluice.local.process.ServerBlueprint;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL, NATS and ClickHouse: each embedded, or replaced by a server that the environment names. */
final class Servers {
    private final LocalSettings settings;
    private final Optional<ServerBlueprint<EmbeddedPostgres>> postgres;
    private final Optional<ServerBlueprint<EmbeddedNats>> nats;
    private final Optional<ServerBlueprint<EmbeddedClickHouse>> clickhouse;

    Servers(LocalSettings settings, Home home, Terminal terminal) {
        this.settings = settings;
        var ports = settings.ports();
        postgres = embedded("SLUICE_PG_URL")
                ? Optional.of(new ServerBlueprint<>(
                        "postgres", in(home, "postgres", ports.postgres(), terminal), EmbeddedPostgres::start))
                : Optional.empty();
        nats = embedded("SLUICE_NATS_URL")
                ? Optional.of(
                        new ServerBlueprint<>("nats", in(home, "nats", ports.nats(), terminal), EmbeddedNats::start))
                : Optional.empty();
        clickhouse = embedded("SLUICE_CLICKHOUSE_URL")
                ? Optional.of(new ServerBlueprint<>(
                        "clickhouse", in(home, "clickhouse", ports.clickhouse(), terminal), EmbeddedClickHouse::start))
                : Optional.empty();
    }

    private boolean embedded(String variable) {
        return settings.replaced(variable).isEmpty();
    }

    private static Settings in(Home home, String name, int port, Terminal terminal) {
        return Settings.in(home.dir(name)).withPort(port).withProgress(terminal::note);
    }

    /** Those that have to be started. */
    List<LocalProcess.Blueprint> blueprints() {
        var blueprints = new ArrayList<LocalProcess.Blueprint>();
        postgres.ifPresent(blueprints::add);
        nats.ifPresent(blueprints::add);
        clickhouse.ifPresent(blueprints::add);
        return blueprints;
    }

    /** True before the first start on an empty directory; of a replaced server nobody knows. */
    boolean databaseIsNew() {
        return postgres.isPresent() && !Files.exists(postgres.get().dir());
    }

    /** How a process reaches PostgreSQL. Only once it was started. */
    Map<String, String> postgresVariables() {
        return postgres.<Map<String, String>>map(blueprint -> {
                    var server = blueprint.server();
                    return Map.of(
                            "SLUICE_PG_URL", server.url().substring("jdbc:".length()),
                            "SLUICE_PG_USER", server.user(),
                            "SLUICE_PG_PASSWORD", server.password());
                })
                .orElseGet(() -> given("SLUICE_PG_URL", "SLUICE_PG_USER", "SLUICE_PG_PASSWORD"));
    }

    Map<String, String> natsVariables() {
        return nats.<Map<String, String>>map(blueprint ->
                        Map.of("SLUICE_NATS_URL", blueprint.server().url()))
                .orElseGet(() ->
                        given("SLUICE_NATS_URL", "SLUICE_NATS_USER", "SLUICE_NATS_PASSWORD", "SLUICE_NATS_CREDS_FILE"));
    }

    Map<String, String> clickhouseVariables() {
        return clickhouse
                .<Map<String, String>>map(blueprint ->
                        Map.of("SLUICE_CLICKHOUSE_URL", blueprint.server().url()))
                .orElseGet(
                        () -> given("SLUICE_CLICKHOUSE_URL", "SLUICE_CLICKHOUSE_USER", "SLUICE_CLICKHOUSE_PASSWORD"));
    }

    /** As the caller's environment has them. */
    private Map<String, String> given(String... names) {
        var variables = new LinkedHashMap<String, String>();
        for (var name : names) {
            var value = settings.environment().get(name);
            if (value != null && !value.isBlank()) {
                variables.put(name, value);
            }
        }
        return variables;
    }
}
