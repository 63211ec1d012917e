package dev.sluice.admin.settings;

import dev.sluice.admin.signing.EllipticKey;
import dev.sluice.bus.BusSettings;
import dev.sluice.contract.secret.KeyEncryptionKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The settings of this process, checked. Never prints a secret. */
public record AdminSettings(
        String host,
        int port,
        KeyEncryptionKey kek,
        Postgres postgres,
        BusSettings nats,
        Optional<ClickHouse> clickHouse,
        Optional<EllipticKey> jwtKey,
        List<String> gatewayUrls,
        Optional<Bootstrap> bootstrap,
        List<String> secretNames,
        Optional<String> secretDir,
        Optional<SmtpServer> smtp) {

    private static final int MANAGEMENT_OFFSET = 1000;

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

    /** Of health and metrics. */
    public int managementPort() {
        return port + MANAGEMENT_OFFSET;
    }

    /**
     * @param source value of a name, as the configuration has it
     * @throws SettingException for the first setting that is missing or malformed
     */
    public static AdminSettings read(Function<String, Optional<String>> source) {
        SettingReader reader = new SettingReader(source);
        return new AdminSettings(
                reader.optional(Settings.SLUICE_HOST).orElse("0.0.0.0"),
                port(reader),
                kek(reader),
                postgres(reader),
                new BusSettings(
                        nats(reader),
                        "admin-api",
                        reader.optional(Settings.SLUICE_NATS_CREDS_FILE),
                        reader.optional(Settings.SLUICE_NATS_USER),
                        reader.optional(Settings.SLUICE_NATS_PASSWORD)),
                clickHouse(reader),
                reader.optional(Settings.SLUICE_JWT_KEY).map(AdminSettings::jwtKey),
                gatewayUrls(reader),
                bootstrap(reader),
                list(reader, Settings.SLUICE_SECRET_NAMES),
                reader.optional(Settings.SLUICE_SECRET_DIR),
                reader.optional(Settings.SLUICE_SMTP_URL).map(SmtpServer::parse));
    }

    private static KeyEncryptionKey kek(SettingReader reader) {
        try {
            return KeyEncryptionKey.ofBase64(reader.required(Settings.SLUICE_KEK));
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    Settings.SLUICE_KEK, "cannot be used (its value is not shown)", "base64 of 32 random bytes");
        }
    }

    private static int port(SettingReader reader) {
        String text = reader.optional(Settings.PORT).orElse("8081");
        // Five digits at most: they fit an int.
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port + MANAGEMENT_OFFSET > 65_535) {
            throw new SettingException(Settings.PORT, "is '" + text + "'", "a whole number from 1 to 64535");
        }
        return port;
    }

    private static EllipticKey jwtKey(String pem) {
        try {
            return EllipticKey.ofPem(pem);
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    Settings.SLUICE_JWT_KEY,
                    "cannot be used (its value is not shown)",
                    "a P-256 private key in PKCS#8 PEM");
        }
    }

    private static Postgres postgres(SettingReader reader) {
        String text = reader.required(Settings.SLUICE_PG_URL);
        URI url = url(text, Set.of("postgresql", "postgres"))
                .filter(u -> u.getPath().length() > 1 && u.getRawUserInfo() == null && u.getRawQuery() == null)
                .orElseThrow(() -> malformed(
                        Settings.SLUICE_PG_URL, text, "postgresql://host:port/database without user and parameters"));
        return new Postgres(
                url.getHost(),
                url.getPort() > 0 ? url.getPort() : 5432,
                url.getPath().substring(1),
                reader.optional(Settings.SLUICE_PG_USER),
                reader.optional(Settings.SLUICE_PG_PASSWORD));
    }

    private static String nats(SettingReader reader) {
        String text = reader.required(Settings.SLUICE_NATS_URL);
        return BusSettings.servers(text)
                .orElseThrow(() -> malformed(Settings.SLUICE_NATS_URL, text, BusSettings.EXPECTED));
    }

    private static List<String> gatewayUrls(SettingReader reader) {
        List<String> urls = list(reader, Settings.SLUICE_GATEWAY_URL);
        for (String text : urls) {
            if (url(text, Set.of("http", "https"))
                    .filter(url -> url.getRawUserInfo() == null && url.getRawQuery() == null)
                    .isEmpty()) {
                throw malformed(
                        Settings.SLUICE_GATEWAY_URL,
                        text,
                        "http(s)://host:port, several of them separated by commas or spaces");
            }
        }
        return urls;
    }

    private static Optional<URI> url(String text, Set<String> schemes) {
        try {
            URI url = new URI(text);
            return Optional.of(url)
                    .filter(u -> u.getScheme() != null && schemes.contains(u.getScheme()))
                    .filter(u -> u.getHost() != null && u.getPort() <= 65_535 && u.getRawFragment() == null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<ClickHouse> clickHouse(SettingReader reader) {
        return reader.optional(Settings.SLUICE_CLICKHOUSE_URL)
                .map(url -> new ClickHouse(
                        jdbc(url),
                        reader.optional(Settings.SLUICE_CLICKHOUSE_USER),
                        reader.optional(Settings.SLUICE_CLICKHOUSE_PASSWORD)));
    }

    private static String jdbc(String text) {
        String address = text.replaceFirst("^jdbc:(clickhouse|ch):", "");
        boolean jdbc = address.length() < text.length();
        if (url(jdbc && address.startsWith("//") ? "http:" + address : address, Set.of("http", "https"))
                .isEmpty()) {
            throw malformed(Settings.SLUICE_CLICKHOUSE_URL, text, "jdbc:clickhouse://host:port or http(s)://host:port");
        }
        return jdbc ? text : "jdbc:clickhouse:" + text;
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
        return new SettingException(setting, "is '" + withoutSecrets(read) + "'", expected);
    }

    /** A URL may carry a password by mistake, before its host or in a parameter: it is not repeated. */
    private static String withoutSecrets(String url) {
        return url.replaceAll("//.*@", "//***@").replaceAll("[?#].*", "?***").replaceAll("\\p{Cntrl}", " ");
    }
}
