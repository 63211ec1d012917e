package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.admin.settings.SettingException;
import dev.sluice.admin.settings.Settings;
import dev.sluice.admin.settings.SmtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private final Map<String, String> given = new HashMap<>(Map.of(
            "SLUICE_KEK", TestServers.KEK,
            "SLUICE_PG_URL", "postgresql://db.example.com/sluice",
            "SLUICE_NATS_URL", "nats://bus.example.com:4222"));

    private AdminSettings read() {
        return AdminSettings.read(name -> Optional.ofNullable(given.get(name)));
    }

    @Test
    void shouldNameWhatIsMissing() {
        given.remove("SLUICE_PG_URL");
        assertThatThrownBy(this::read)
                .isInstanceOf(SettingException.class)
                .hasMessage("SLUICE_PG_URL is not set: expected postgresql://host:port/database; required");
    }

    @Test
    void shouldNotRepeatASecret() {
        given.put("SLUICE_KEK", "short-but-secret");
        assertThatThrownBy(this::read).hasMessageStartingWith("SLUICE_KEK").hasMessageNotContaining("short-but");
        given.put("SLUICE_KEK", TestServers.KEK);
        given.put("SLUICE_PG_URL", "postgresql://user:hunter2@db/sluice");
        assertThatThrownBy(this::read).hasMessageStartingWith("SLUICE_PG_URL").hasMessageNotContaining("hunter2");
    }

    @Test
    void shouldReadSecretsFromFiles(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("password"), "from-a-file\n");
        given.put("SLUICE_PG_PASSWORD_FILE", file.toString());
        assertThat(read().postgres().password()).contains("from-a-file");
        assertThat(read().postgres().port()).isEqualTo(5432);
        assertThat(read().toString()).doesNotContain("from-a-file");
        assertThat(Settings.names()).contains("SLUICE_PG_PASSWORD_FILE", "PORT").doesNotContain("PORT_FILE");
    }

    @Test
    void shouldPreferTheFileWhenASecretIsGivenTwice(@TempDir Path dir) throws IOException {
        given.put("SLUICE_PG_PASSWORD", "from-the-environment");
        given.put(
                "SLUICE_PG_PASSWORD_FILE",
                Files.writeString(dir.resolve("p"), "from-a-file").toString());
        assertThat(read().postgres().password()).contains("from-a-file");
        given.put("SLUICE_PG_PASSWORD_FILE", dir.resolve("none").toString());
        assertThatThrownBy(this::read)
                .hasMessage("SLUICE_PG_PASSWORD_FILE is '" + dir.resolve("none")
                        + "': expected a text file that can be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SLUICE_JWT_KEY | hunter2",
                "SLUICE_JWT_KEY | -----BEGIN PRIVATE KEY-----hunter2-----END PRIVATE KEY-----",
                "SLUICE_GATEWAY_URL | gateway.example.com",
                "SLUICE_GATEWAY_URL | https://a.example.com,ftp://b",
                "SLUICE_GATEWAY_URL | https://u:hunter2@b.example.com",
                "SLUICE_PG_URL | jdbc:postgresql://db/sluice",
                "SLUICE_PG_URL | postgresql://db",
                "SLUICE_PG_URL | postgresql://u:hun/hunter2@db/sluice",
                "SLUICE_PG_URL | postgresql://db/sluice?password=hunter2",
                "SLUICE_PG_URL | postgresql://db:port/sluice",
                "SLUICE_CLICKHOUSE_URL | clickhouse:8123",
                "SLUICE_CLICKHOUSE_URL | http://",
                "SLUICE_CLICKHOUSE_URL | jdbc:clickhouse:8123?password=hunter2",
                "SLUICE_NATS_URL | nats://a:4222,b",
                "SLUICE_SMTP_URL | hunter2",
                "SLUICE_SMTP_URL | http://u:hunter2@mail.example.com?from=a@example.com",
                "SLUICE_SMTP_URL | smtp://u:hunter2@mail.example.com",
                "SLUICE_SMTP_URL | smtp://u:hunter2@mail.example.com?from=nobody",
                "SLUICE_SMTP_URL | smtp://u:hunter2@mail.example.com?from=a@b%0d%0aBcc:c",
                "SLUICE_SMTP_URL | smtp://hunter2@mail.example.com?from=a@example.com",
                "SLUICE_SMTP_URL | smtp://u:hunter2%@mail.example.com?from=a@example.com",
                "SLUICE_SMTP_URL | smtp://u:hun%zzter2@mail.example.com?from=a@example.com",
                "SLUICE_SMTP_URL | smtp://u:hunter2@mail.example.com?from=a@example.com&starttls=perhaps",
                "SLUICE_SMTP_URL | smtps://u:hunter2@mail.example.com?from=a@example.com&starttls=off",
                "SLUICE_SMTP_URL | smtp://u:hunter2@mail.example.com/in?from=a@example.com",
                "SLUICE_SMTP_URL | smtp://u:hunter2@mail.example.com?from=a@example.com&password=hunter2",
                "PORT | 80a",
                "PORT | 0",
                "PORT | 64536",
                "PORT | 99999999999"
            })
    void shouldNameAMalformedSettingInOneLine(String name, String value) {
        given.put(name, value);
        assertThatThrownBy(this::read)
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(name + " ")
                .hasMessageContaining(": expected ")
                .hasMessageNotContaining("hunter2")
                .message()
                .hasLineCount(1);
    }

    @Test
    void shouldReadTheMailServer() {
        assertThat(read().smtp()).isEmpty();
        given.put("SLUICE_SMTP_URL", "smtp://sluice%40a:p%40ss%2Bw+rd@mail.example.com?from=ops+sluice@example.com");
        SmtpServer server = read().smtp().orElseThrow();
        assertThat(server.port()).isEqualTo(587);
        assertThat(server.user()).contains("sluice@a");
        assertThat(server.password()).contains("p@ss+w+rd");
        assertThat(server.from()).isEqualTo("ops+sluice@example.com");
        assertThat(server.startTls()).isEqualTo(SmtpServer.StartTls.REQUIRED);
        assertThat(read().toString()).doesNotContain("p@ss");
        given.put("SLUICE_SMTP_URL", "smtps://mail.example.com?from=a@example.com");
        assertThat(read().smtp().orElseThrow().port()).isEqualTo(465);
        assertThat(read().smtp().orElseThrow().tls()).isTrue();
        given.put("SLUICE_SMTP_URL", "smtp://mail:2525?from=a@example.com&starttls=off");
        assertThat(read().smtp().orElseThrow().startTls()).isEqualTo(SmtpServer.StartTls.OFF);
    }

    @Test
    void shouldTakeWhatIsWellFormed() {
        given.put("SLUICE_HOST", "127.0.0.1");
        given.put("PORT", "18081");
        given.put("SLUICE_GATEWAY_URL", "https://a.example.com, http://[::1]:8080/base");
        given.put("SLUICE_CLICKHOUSE_URL", "http://db:8123");
        given.put("SLUICE_NATS_URL", "nats://a:4222, tls://b");
        AdminSettings settings = read();
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.managementPort()).isEqualTo(19_081);
        assertThat(settings.gatewayUrls()).containsExactly("https://a.example.com", "http://[::1]:8080/base");
        assertThat(settings.clickHouse().orElseThrow().jdbcUrl()).isEqualTo("jdbc:clickhouse:http://db:8123");
        given.put("SLUICE_CLICKHOUSE_URL", "jdbc:ch://db:8123/default?compress=false");
        assertThat(read().clickHouse().orElseThrow().jdbcUrl()).isEqualTo("jdbc:ch://db:8123/default?compress=false");
    }
}
