package dev.sluice.admin.settings;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** Every setting of this process: environment variables, or the same names as configuration properties. */
public enum Settings {
    SLUICE_KEK(true, "base64 of the 32-byte key-encryption key that gateways share; required"),
    SLUICE_PG_URL(false, "postgresql://host:port/database; required"),
    SLUICE_PG_USER(false, "role at PostgreSQL"),
    SLUICE_PG_PASSWORD(true, "its password"),
    SLUICE_NATS_URL(false, "nats://host:port, several separated by commas; required"),
    SLUICE_NATS_USER(false, "user at NATS"),
    SLUICE_NATS_PASSWORD(true, "its password"),
    SLUICE_NATS_CREDS_FILE(false, "a NATS credentials file; wins over user and password"),
    SLUICE_CLICKHOUSE_URL(false, "jdbc:clickhouse:… or http(s)://host:port; absent: no analytics"),
    SLUICE_CLICKHOUSE_USER(false, "user at ClickHouse"),
    SLUICE_CLICKHOUSE_PASSWORD(true, "its password"),
    SLUICE_JWT_KEY(true, "P-256 private key, PKCS#8 PEM; absent: made once and kept sealed in PostgreSQL"),
    SLUICE_GATEWAY_URL(false, "public addresses of the gateways, separated by commas or spaces"),
    SLUICE_BOOTSTRAP_EMAIL(false, "the first owner, made when there is none"),
    SLUICE_BOOTSTRAP_PASSWORD(true, "the first owner's password"),
    SLUICE_SECRET_NAMES(
            false, "environment variables that alert channels and test calls of provider accounts may read"),
    SLUICE_SECRET_DIR(false, "directory of the files that alert channels and test calls of provider accounts may read"),
    SLUICE_SMTP_URL(true, "smtp[s]://user:password@host:port?from=address; absent: no alerts by e-mail"),
    SLUICE_HOST(false, "address that both ports listen on; default 0.0.0.0"),
    PORT(false, "API and console; health and metrics are on this port + 1000; default 8081");

    private final boolean secret;
    private final String meaning;

    Settings(boolean secret, String meaning) {
        this.secret = secret;
        this.meaning = meaning;
    }

    /** Whether it may also be given as {@code <NAME>_FILE}, a file that holds the value, and is never shown. */
    public boolean isSecret() {
        return secret;
    }

    public String meaning() {
        return meaning;
    }

    /** The names this process understands, {@code …_FILE} included. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        Arrays.stream(values()).forEach(setting -> {
            names.add(setting.name());
            if (setting.secret) {
                names.add(setting.name() + "_FILE");
            }
        });
        return names;
    }
}
