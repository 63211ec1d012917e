package dev.sluice.local;

import dev.sluice.contract.catalog.Catalog;
import dev.sluice.local.process.ChildBlueprint;
import dev.sluice.local.process.ProcessCommand;
import dev.sluice.local.process.StartException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sluice's own processes with exactly the variables each is to see. */
final class Processes {
    /** Settings that a person may give to {@code make run} for the processes in it. */
    private static final Set<String> PASSED = Set.of(
            "SLUICE_SECRET_NAMES",
            "SLUICE_SECRET_DIR",
            "SLUICE_RESIDENCY",
            "SLUICE_POLICY_MAX_AGE",
            "SLUICE_SPOOL_FLUSH",
            "SLUICE_MAX_BODY_BYTES",
            "SLUICE_WARMUP",
            "SLUICE_SMTP_URL",
            "SLUICE_JWT_KEY");

    static final String ADMIN_EMAIL = "admin@example.com";

    private final LocalSettings settings;
    private final Home home;
    private final Servers servers;
    private final Path root;

    Processes(LocalSettings settings, Home home, Servers servers, Path root) {
        this.settings = settings;
        this.home = home;
        this.servers = servers;
        this.root = root;
    }

    String adminUrl() {
        return "http://localhost:" + settings.ports().admin();
    }

    String gatewayUrl(int n) {
        return "http://localhost:" + settings.ports().gateway(n);
    }

    String gatewayUrls() {
        return IntStream.rangeClosed(1, settings.gateways())
                .mapToObj(this::gatewayUrl)
                .collect(Collectors.joining(" "));
    }

    ChildBlueprint adminApi() throws StartException {
        var env = new HashMap<>(servers.postgresVariables());
        env.putAll(servers.clickhouseVariables());
        env.put("SLUICE_GATEWAY_URL", gatewayUrls());
        env.put("SLUICE_BOOTSTRAP_EMAIL", ADMIN_EMAIL);
        env.put("SLUICE_BOOTSTRAP_PASSWORD", home.adminPassword());
        return blueprint("admin-api", "admin-api", settings.ports().admin(), env);
    }

    ChildBlueprint ingestWorker() throws StartException {
        return blueprint(
                "ingest-worker",
                "ingest-worker",
                settings.ports().ingest(),
                new HashMap<>(servers.clickhouseVariables()));
    }

    List<ChildBlueprint> gateways() throws StartException {
        var gateways = new ArrayList<ChildBlueprint>();
        for (var n = 1; n <= settings.gateways(); n++) {
            var name = "gateway-" + n;
            var env = new HashMap<String, String>();
            env.put("SLUICE_POLICY_CACHE_DIR", home.dir(name).resolve("policy").toString());
            env.put("SLUICE_SPOOL_DIR", home.dir(name).resolve("spool").toString());
            env.put("SLUICE_ADMIN_URL", "http://127.0.0.1:" + settings.ports().admin());
            env.put("SLUICE_CONSOLE_ORIGIN", adminUrl());
            // Below the guard's grace, so that a drain ends by itself and not by SIGKILL.
            env.put("SLUICE_DRAIN_TIMEOUT", settings.environment().getOrDefault("SLUICE_DRAIN_TIMEOUT", "6s"));
            gateways.add(blueprint(name, "gateway", settings.ports().gateway(n), env));
        }
        return gateways;
    }

    private ChildBlueprint blueprint(String name, String module, int port, Map<String, String> own)
            throws StartException {
        own.putAll(servers.natsVariables());
        own.put("SLUICE_KEK", home.kek());
        own.put("PORT", Integer.toString(port));
        own.put("SLUICE_HOST", settings.environment().getOrDefault("SLUICE_HOST", "127.0.0.1"));
        var command = ProcessCommand.of(module, root, withheld(own.keySet()));
        return new ChildBlueprint(name, command, own, port, home.dir(name), home.log(name));
    }

    /** The caller's settings for this launcher or for other processes, and the keys of providers. */
    private Set<String> withheld(Set<String> own) {
        var keys = Catalog.builtIn().providers().stream()
                .flatMap(provider -> provider.env().stream())
                .collect(Collectors.toSet());
        var named = List.of(
                settings.environment().getOrDefault("SLUICE_SECRET_NAMES", "").split("[,\\s]+", -1));
        var withheld = new HashSet<String>();
        for (var name : settings.environment().keySet()) {
            var foreign = name.startsWith("SLUICE_") && !PASSED.contains(name);
            if ((foreign || keys.contains(name)) && !own.contains(name) && !named.contains(name)) {
                withheld.add(name);
            }
        }
        return withheld;
    }
}
