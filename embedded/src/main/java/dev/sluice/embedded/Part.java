package dev.sluice.embedded;

import java.util.Locale;

/** The servers that can be embedded, with the names people see and the environment variables that are the remedies. */
enum Part {
    POSTGRES("PostgreSQL", "SLUICE_PG_PORT", "SLUICE_PG_URL"),
    NATS("NATS", "SLUICE_NATS_PORT", "SLUICE_NATS_URL"),
    CLICKHOUSE("ClickHouse", "SLUICE_CLICKHOUSE_PORT", "SLUICE_CLICKHOUSE_URL");

    private final String title;
    private final String portVariable;
    private final String urlVariable;

    Part(String title, String portVariable, String urlVariable) {
        this.title = title;
        this.portVariable = portVariable;
        this.urlVariable = urlVariable;
    }

    String title() {
        return title;
    }

    String portVariable() {
        return portVariable;
    }

    String urlVariable() {
        return urlVariable;
    }

    /** Refuses platforms for which no binary is known, before anything is downloaded. */
    static void requireLinuxX64() {
        var system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.toLowerCase(Locale.ROOT).matches("linux (amd64|x86_64)")) {
            throw new EmbeddedServerException("The embedded servers run on Linux x86-64, this is " + system
                    + ": set SLUICE_PG_URL, SLUICE_NATS_URL and SLUICE_CLICKHOUSE_URL to use running servers.");
        }
    }
}
