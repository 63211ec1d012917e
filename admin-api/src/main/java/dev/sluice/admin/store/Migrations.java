package dev.sluice.admin.store;

import dev.sluice.admin.settings.AdminSettings;
import jakarta.inject.Singleton;
import org.flywaydb.core.Flyway;

/** Brings the schema up to date, over JDBC. */
@Singleton
public final class Migrations {
    private final AdminSettings.Postgres postgres;

    Migrations(AdminSettings settings) {
        postgres = settings.postgres();
    }

    /** Waits; several replicas may do this at once, one of them works and the others wait for it. */
    public void run() {
        String url = "jdbc:postgresql://" + postgres.host() + ":" + postgres.port() + "/" + postgres.database()
                + "?connectTimeout=2&socketTimeout=60&ApplicationName=sluice-migrations";
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(
                        url, postgres.user().orElse(null), postgres.password().orElse(null))
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
