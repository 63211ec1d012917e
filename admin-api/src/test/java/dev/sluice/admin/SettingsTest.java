package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.admin.settings.SettingException;
import dev.sluice.admin.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
