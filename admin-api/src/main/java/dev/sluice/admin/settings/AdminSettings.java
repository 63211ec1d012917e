package dev.sluice.admin.settings;

import dev.sluice.bus.BusSettings;
import dev.sluice.contract.secret.KeyEncryptionKey;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The settings of this process, checked. Never prints a secret. */
public record AdminSettings(
        KeyEncryptionKey kek,
        Postgres postgres,
        BusSettings nats,
        Optional<ClickHouse> clickHouse,
        Optional<String> jwtKeyPem,
        List<String> gatewayUrls,
        Optional<Bootstrap> bootstrap,
        List<String> secretNames,
        Optional<String> secretDir) {

    public record Postgres(String host, int port, String database, Optional<String> user, Optional<String> password) {
        @Override
        public String toString() {
            return "Postgres[" + host + ":" + port + "/" + database + "]";
        }
    }

    public record ClickHouse(String jdbcUrl, Optional<String> user, Optional<String> password) {
        @Override
        public String toString() {
            return "ClickHouse[***]";
        }
    }

    public record Bootstrap(String email, String password) {
        @Override
        public String toString() {
            return "Bootstrap[" + email + "]";
        }
    }

    /**
     * @param source value of a name, as the configuration has it
     * @throws SettingException for the first setting that is missing or malformed
     */
    public static AdminSettings read(Function<String, Optional<String>> source) {
        SettingReader reader = new SettingReader(source);
        return new AdminSettings(
                kek(reader),
                postgres(reader),
                new BusSettings(
                        reader.required(Settings.SLUICE_NATS_URL),
                        "admin-api",
                        reader.optional(Settings.SLUICE_NATS_CREDS_FILE),
                        reader.optional(Settings.SLUICE_NATS_USER),
                        reader.optional(Settings.SLUICE_NATS_PASSWORD)),
                clickHouse(reader),
                reader.optional(Settings.SLUICE_JWT_KEY),
                list(reader, Settings.SLUICE_GATEWAY_URL),
                bootstrap(reader),
                list(reader, Settings.SLUICE_SECRET_NAMES),
                reader.optional(Settings.SLUICE_SECRET_DIR));
    }

    private static KeyEncryptionKey kek(SettingReader reader) {
        try {
            return KeyEncryptionKey.ofBase64(reader.required(Settings.SLUICE_KEK));
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    Settings.SLUICE_KEK, "cannot be used (its value is not shown)", "base64 of 32 random bytes");
        }
    }

    private static Postgres postgres(SettingReader reader) {
        String text = reader.required(Settings.SLUICE_PG_URL);
        try {
            URI url = URI.create(text);
            boolean known = "postgresql".equals(url.getScheme()) || "postgres".equals(url.getScheme());
            if (known && url.getHost() != null && url.getPath().length() > 1 && url.getRawUserInfo() == null) {
                return new Postgres(
                        url.getHost(),
                        url.getPort() > 0 ? url.getPort() : 5432,
                        url.getPath().substring(1),
                        reader.optional(Settings.SLUICE_PG_USER),
                        reader.optional(Settings.SLUICE_PG_PASSWORD));
            }
        } catch (IllegalArgumentException e) {
            throw malformed(Settings.SLUICE_PG_URL, text, "postgresql://host:port/database");
        }
        throw malformed(Settings.SLUICE_PG_URL, text, "postgresql://host:port/database without a user");
    }

    private static Optional<ClickHouse> clickHouse(SettingReader reader) {
        return reader.optional(Settings.SLUICE_CLICKHOUSE_URL)
                .map(url -> new ClickHouse(
                        jdbc(url),
                        reader.optional(Settings.SLUICE_CLICKHOUSE_USER),
                        reader.optional(Settings.SLUICE_CLICKHOUSE_PASSWORD)));
    }

    private static String jdbc(String url) {
        if (url.startsWith("jdbc:clickhouse:") || url.startsWith("jdbc:ch:")) {
            return url;
        }
        if (url.startsWith("http://") || url.startsWith("https://")) {
            return "jdbc:clickhouse:" + url;
        }
        throw malformed(Settings.SLUICE_CLICKHOUSE_URL, url, "jdbc:clickhouse:… or http(s)://host:port");
    }

    private static Optional<Bootstrap> bootstrap(SettingReader reader) {
        Optional<String> email = reader.optional(Settings.SLUICE_BOOTSTRAP_EMAIL);
        Optional<String> password = reader.optional(Settings.SLUICE_BOOTSTRAP_PASSWORD);
        if (email.isPresent() && password.isEmpty()) {
            throw new SettingException(
                    Settings.SLUICE_BOOTSTRAP_PASSWORD, "is not set", "a password for " + email.get());
        }
        return email.map(name -> new Bootstrap(name, password.orElseThrow()));
    }

    private static List<String> list(SettingReader reader, Settings setting) {
        return reader.optional(setting).stream()
                .flatMap(text -> Arrays.stream(text.split("[,\\s]+")))
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static SettingException malformed(Settings setting, String read, String expected) {
        return new SettingException(setting, "is '" + withoutUser(read) + "'", expected);
    }

    /** A URL may carry a password by mistake: it is not repeated. */
    private static String withoutUser(String url) {
        return url.replaceAll("//[^/@]*@", "//***@");
    }
}
