package dev.sluice.admin;

import dev.sluice.embedded.EmbeddedPostgres;
import dev.sluice.embedded.SharedServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Gives the application its servers, and the settings that name them. */
public final class TestServers implements QuarkusTestResourceLifecycleManager {
    static final String OWNER = "owner@example.com";
    static final String PASSWORD = "correct-horse-battery";
    static final String KEK = Base64.getEncoder().encodeToString(new byte[32]);

    /** For tests in other packages. */
    public static String kek() {
        return KEK;
    }

    @Override
    public Map<String, String> start() {
        EmbeddedPostgres postgres = SharedServers.postgres();
        Map<String, String> settings = new HashMap<>();
        settings.put("SLUICE_KEK", KEK);
        settings.put("SLUICE_PG_URL", postgres.url().substring("jdbc:".length()));
        settings.put("SLUICE_PG_USER", postgres.user());
        settings.put("SLUICE_PG_PASSWORD", postgres.password());
        settings.put("SLUICE_NATS_URL", SharedServers.nats().url());
        settings.put("SLUICE_CLICKHOUSE_URL", SharedServers.clickhouse().url());
        settings.put("SLUICE_BOOTSTRAP_EMAIL", OWNER);
        settings.put("SLUICE_BOOTSTRAP_PASSWORD", PASSWORD);
        settings.put("SLUICE_GATEWAY_URL", "http://127.0.0.1:8080");
        return settings;
    }

    /** They end with the JVM. */
    @Override
    public void stop() {}
}
