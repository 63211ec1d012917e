package dev.sluice.local;

import dev.sluice.local.demo.DemoProvider;
import dev.sluice.local.process.LocalProcess;
import dev.sluice.local.process.StartException;
import dev.sluice.local.process.Supervised;
import dev.sluice.local.seed.GatewayProbe;
import dev.sluice.local.seed.Seeding;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of the product, from nothing to ready and back. Closed once, from any thread, also while it is starting. */
final class Launch implements AutoCloseable {
    private static final Duration KEY_KNOWN_WITHIN = Duration.ofSeconds(20);

    private final LocalSettings settings;
    private final Home home;
    private final LocalEnv env;
    private final Terminal terminal;
    private final Servers servers;
    private final Processes processes;

    /** In the order in which they were started; those of one stage are ended together. */
    private final List<List<Supervised>> stages = new ArrayList<>();

    private @Nullable DemoProvider demo;
    private boolean closed;

    Launch(LocalSettings settings, Home home, LocalEnv env, Path root, Terminal terminal) {
        this.settings = settings;
        this.home = home;
        this.env = env;
        this.terminal = terminal;
        this.servers = new Servers(settings, home, terminal);
        this.processes = new Processes(settings, home, servers, root);
    }

    /** @param earlier what the run before wrote */
    void run(Map<String, String> earlier) throws StartException, InterruptedException {
        requirePorts();
        forgetSeedsOfAnotherDatabase();
        env.put(addresses(earlier));
        start(servers.blueprints());
        var demoUrl = startDemo();
        var admin = stage(List.of(processes.adminApi()));
        var ingest = stage(List.of(processes.ingestWorker()));
        var gateways = stage(processes.gateways());
        var all = new ArrayList<>(admin);
        all.addAll(ingest);
        all.addAll(gateways);
        Together.each(all, Supervised::start);
        awaitReady(admin);
        var key = seed(demoUrl, earlier);
        awaitReady(ingest);
        awaitReady(gateways);
        env.put(Map.of("SLUICE_API_KEY", key.orElse("")));
        if (key.isPresent()) {
            awaitKnown(key.get());
        }
        new Summary(terminal, processes, home.adminPassword(), key).print();
    }

    private void requirePorts() throws StartException {
        var ports = settings.ports();
        for (var n = 1; n <= settings.gateways(); n++) {
            requirePort(ports.gateway(n), "gateway-" + n, "SLUICE_GATEWAY_PORT");
        }
        requirePort(ports.admin(), "admin-api", "SLUICE_ADMIN_PORT");
        requirePort(ports.ingest(), "ingest-worker", "SLUICE_INGEST_PORT");
        PortCheck.require(ports.demo(), "the demo provider", "SLUICE_DEMO_PORT");
    }

    /** Whoever deleted the data alone starts afresh. */
    private void forgetSeedsOfAnotherDatabase() throws StartException {
        try {
            if (servers.databaseIsNew()) {
                Files.deleteIfExists(home.dir("seeded"));
            }
        } catch (IOException e) {
            throw new StartException("Cannot delete " + home.dir("seeded") + ": " + e.getMessage(), e);
        }
    }

    private static void requirePort(int port, String name, String setting) throws StartException {
        PortCheck.require(port, name, setting);
        PortCheck.require(port + 1000, "the management of " + name, setting);
    }

    /** Known before anything runs. */
    private Map<String, String> addresses(Map<String, String> earlier) throws StartException {
        var values = new LinkedHashMap<String, String>();
        values.put("SLUICE_GATEWAY_URL", processes.gatewayUrl(1));
        values.put("SLUICE_GATEWAY_URLS", processes.gatewayUrls());
        values.put("SLUICE_ADMIN_URL", processes.adminUrl());
        values.put("SLUICE_ADMIN_EMAIL", Processes.ADMIN_EMAIL);
        values.put("SLUICE_ADMIN_PASSWORD", home.adminPassword());
        values.put("SLUICE_API_KEY", earlier.getOrDefault("SLUICE_API_KEY", ""));
        values.put("SLUICE_DEMO_MODEL", "demo/chat");
        values.put(
                "SLUICE_DEMO_PROVIDER_URL",
                "http://127.0.0.1:" + settings.ports().demo());
        values.put("SLUICE_LOCAL_PID", Long.toString(ProcessHandle.current().pid()));
        values.put("SLUICE_LOCAL_PORT", Integer.toString(settings.ports().demo()));
        values.put("SLUICE_LOCAL_DIR", home.root().toString());
        return values;
    }

    private void start(List<LocalProcess.Blueprint> blueprints) throws StartException, InterruptedException {
        Together.each(stage(blueprints), supervised -> {
            supervised.start();
            ready(supervised);
        });
    }

    private void awaitReady(List<Supervised> stage) throws StartException, InterruptedException {
        Together.each(stage, supervised -> {
            supervised.awaitReady();
            ready(supervised);
        });
    }

    private void ready(Supervised supervised) {
        var blueprint = supervised.blueprint();
        terminal.step(blueprint.name(), "port %-6d %5.1f s".formatted(blueprint.port(), terminal.seconds()));
    }

    private synchronized List<Supervised> stage(List<? extends LocalProcess.Blueprint> blueprints)
            throws StartException {
        if (closed) {
            throw new StartException("stopped while starting");
        }
        var stage = blueprints.stream()
                .map(blueprint -> new Supervised(blueprint, settings.restarts(), terminal::note, this::note))
                .toList();
        stages.add(stage);
        return stage;
    }

    /** Keeps {@code local.env} true about a process that has just been started. */
    private void note(Supervised started) {
        var blueprint = started.blueprint();
        var prefix = "SLUICE_" + blueprint.name().toUpperCase(Locale.ROOT).replace('-', '_');
        var values = new LinkedHashMap<String, String>();
        values.put(prefix + "_PID", Long.toString(started.pid()));
        values.put(prefix + "_PORT", Integer.toString(blueprint.port()));
        values.put(prefix + "_DIR", blueprint.dir().toString());
        env.put(values);
    }

    private synchronized String startDemo() throws StartException {
        try {
            var started = DemoProvider.start(settings.ports().demo());
            demo = started;
            terminal.step("demo provider", "port %-6d %5.1f s".formatted(started.port(), terminal.seconds()));
            return started.url();
        } catch (IOException e) {
            throw new StartException("Cannot start the demo provider: " + e.getMessage(), e);
        }
    }

    private Optional<String> seed(String demoUrl, Map<String, String> earlier)
            throws StartException, InterruptedException {
        var kept = Optional.ofNullable(earlier.get("SLUICE_API_KEY")).filter(key -> !key.isEmpty());
        try (var http = HttpClient.newHttpClient()) {
            var admin = "http://127.0.0.1:" + settings.ports().admin();
            var seeding = new Seeding(http, admin, home.dir("seeded"), terminal::note);
            if (!seeding.login(Processes.ADMIN_EMAIL, home.adminPassword())) {
                terminal.note("the password of " + Processes.ADMIN_EMAIL + " was changed: nothing is created");
                return kept;
            }
            seeding.basics(demoUrl);
            seeding.providers(settings.environment());
            return seeding.key(kept);
        }
    }

    private void awaitKnown(String key) throws InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var probe = new GatewayProbe(http, KEY_KNOWN_WITHIN);
            for (var n = 1; n <= settings.gateways(); n++) {
                if (!probe.accepts(settings.ports().gateway(n), key)) {
                    terminal.note("gateway-" + n + " does not accept the API key: was it revoked?");
                }
            }
        }
    }

    /** Gateways first, so that they drain while all they need is there; servers last. */
    @Override
    public void close() {
        List<List<Supervised>> started;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            started = List.copyOf(stages).reversed();
        }
        try {
            for (var stage : started) {
                Together.each(stage, Supervised::stop);
            }
        } catch (StartException | InterruptedException e) {
            // Whatever is left ends with this JVM.
            terminal.note("not everything ended in order: " + e.getMessage());
        }
        closeDemo();
        home.close();
    }

    private synchronized void closeDemo() {
        if (demo != null) {
            demo.close();
        }
    }
}
