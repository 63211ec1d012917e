package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.local.process.StartException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalSettingsTest {

    @Test
    void hasDefaults() throws Exception {
        var settings = LocalSettings.read(Map.of(), Path.of("/somewhere"));

        assertThat(settings.home()).isEqualTo(Path.of("/somewhere/.sluice"));
        assertThat(settings.gateways()).isEqualTo(1);
        assertThat(settings.ports().gateway(3)).isEqualTo(8280);
        assertThat(settings.restarts().delay()).contains(Duration.ofSeconds(1));
    }

    @Test
    void readsTheEnvironment() throws Exception {
        var settings = LocalSettings.read(
                Map.of("SLUICE_GATEWAYS", "2", "SLUICE_RESTART_DELAY", "off", "SLUICE_PG_URL", "postgresql://db/x"),
                Path.of("/somewhere"));

        assertThat(settings.gateways()).isEqualTo(2);
        assertThat(settings.restarts().delay()).isEmpty();
        assertThat(settings.replaced("SLUICE_PG_URL")).contains("postgresql://db/x");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> LocalSettings.read(Map.of("SLUICE_GATEWAYS", "many"), Path.of("")))
                .isInstanceOf(StartException.class)
                .hasMessage("SLUICE_GATEWAYS is 'many': expected a number from 1 to 10");
        assertThatThrownBy(() -> LocalSettings.read(Map.of("SLUICE_RESTART_DELAY", "soon"), Path.of("")))
                .isInstanceOf(StartException.class)
                .hasMessage("SLUICE_RESTART_DELAY is 'soon': expected off or 250ms, 5s, 1m");
    }

    @Test
    void namesATakenPortItsPurposeAndTheRemedy() throws Exception {
        try (var holder = new ServerSocket(0)) {
            var port = holder.getLocalPort();
            assertThatThrownBy(() -> PortCheck.require(port, "admin-api", "SLUICE_ADMIN_PORT"))
                    .isInstanceOf(StartException.class)
                    .hasMessage("Port " + port
                            + " for admin-api is taken: stop what holds it, or set SLUICE_ADMIN_PORT to another port");
        }
    }
}
