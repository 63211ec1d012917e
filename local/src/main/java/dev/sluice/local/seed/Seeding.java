package dev.sluice.local.seed;

import dev.sluice.contract.catalog.Catalog;
import dev.sluice.local.process.StartException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Creates what is absent and was never there; what a person changed or deleted is left alone. */
public final class Seeding {
    private final AdminApi api;
    private final SeededNames seeded;
    private final Consumer<String> messages;

    /**
     * @param memory the file that remembers what was ever created
     * @param messages receives lines for the terminal
     */
    public Seeding(HttpClient http, String adminUrl, Path memory, Consumer<String> messages) {
        this.api = new AdminApi(http, adminUrl);
        this.seeded = new SeededNames(memory);
        this.messages = messages;
    }

    /** False when the first administrator's password was changed: then there is nothing this can do, or should. */
    public boolean login(String email, String password) throws StartException, InterruptedException {
        return api.login(email, password);
    }

    /** The demo account, its model, the team, the rule, the service account of the key. */
    public void basics(String demoUrl) throws StartException, InterruptedException {
        for (var seed : Seed.basics(demoUrl)) {
            var problem = plant(seed);
            if (problem.isPresent()) {
                throw new StartException("admin-api refused " + problem.get());
            }
        }
    }

    /** Real providers whose keys the environment holds; one that is refused stops nothing. */
    public void providers(Map<String, String> environment) throws StartException, InterruptedException {
        for (var seed : Seed.providers(Catalog.builtIn().providers(), environment)) {
            var known = seeded.contains(seed.path());
            var problem = plant(seed);
            if (problem.isPresent()) {
                messages.accept("not created: " + problem.get());
            } else if (!known && seed.path().startsWith("/provider-accounts/")) {
                messages.accept("provider " + seed.name() + " registered: its key is in the environment");
            }
        }
    }

    /**
     * The key of the service account {@code quickstart}.
     *
     * @param kept what an earlier run was given; good until somebody deletes the key
     * @return empty when a person deleted it
     */
    public Optional<String> key(Optional<String> kept) throws StartException, InterruptedException {
        var found = api.get(Seed.KEY.path());
        if (found.status() == 404) {
            return seeded.contains(Seed.KEY.path()) ? Optional.empty() : Optional.of(createKey());
        }
        if (!found.ok()) {
            throw new StartException("admin-api does not show " + Seed.KEY.path() + ": " + found.problem());
        }
        return Optional.of(kept.isPresent() ? kept.get() : rotateKey());
    }

    private String createKey() throws StartException, InterruptedException {
        return remembered(api.post("/api-keys", Seed.KEY.body()));
    }

    /** Its text is shown once, so when it is lost only a new one helps. */
    private String rotateKey() throws StartException, InterruptedException {
        messages.accept("the API key was lost and is replaced by a new one");
        return remembered(api.post(Seed.KEY.path() + "/rotate", Map.of("graceSeconds", 0)));
    }

    private String remembered(AdminApi.Answer answer) throws StartException {
        var key = answer.body().path("key").asText();
        if (!answer.ok() || key.isEmpty()) {
            throw new StartException("admin-api gave no API key: " + answer.problem());
        }
        seeded.add(Seed.KEY.path());
        return key;
    }

    /** Empty when it is there now, or was once. */
    private Optional<String> plant(Seed seed) throws StartException, InterruptedException {
        if (seeded.contains(seed.path())) {
            return Optional.empty();
        }
        var found = api.get(seed.path());
        if (found.status() == 404) {
            var created = api.put(seed.path(), seed.body());
            if (!created.ok()) {
                return Optional.of(seed.path().substring(1) + ": " + created.problem());
            }
        } else if (!found.ok()) {
            return Optional.of(seed.path().substring(1) + ": " + found.problem());
        }
        seeded.add(seed.path());
        return Optional.empty();
    }
}
