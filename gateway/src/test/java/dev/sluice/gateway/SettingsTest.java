package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.gateway.connection.Connections;
import dev.sluice.gateway.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static Settings read(String... namesAndValues) {
        Map<String, String> environment = new HashMap<>(Map.of("SLUICE_POLICY_FILE", "policy.yaml"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.read(environment);
    }

    @ParameterizedTest
    @CsvSource({"on, 5000", "off, 0", "0, 0", "250, 250", "'', 5000"})
    void theWarmUpIsASwitchOrANumber(String value, int requests) {
        assertThat(read("SLUICE_WARMUP", value).warmUpRequests()).isEqualTo(requests);
    }

    @Test
    void theWarmUpIsOnByDefault() {
        assertThat(read().warmUpRequests()).isEqualTo(5000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "-1", "100001"})
    void anotherWarmUpIsRefusedByName(String value) {
        assertThatThrownBy(() -> read("SLUICE_WARMUP", value))
                .isInstanceOf(Settings.Malformed.class)
                .hasMessage("SLUICE_WARMUP is '" + value + "': expected on, off, or a whole number from 0 to 100000");
    }

    @Test
    void certificateAndKeyComeTogether() {
        assertThat(read().tls()).isEmpty();
        assertThat(read("SLUICE_TLS_CERT_FILE", "a.pem", "SLUICE_TLS_KEY_FILE", "b.pem")
                        .tls())
                .contains(new TlsFiles(Path.of("a.pem"), Path.of("b.pem")));
        assertThatThrownBy(() -> read("SLUICE_TLS_CERT_FILE", "a.pem"))
                .isInstanceOf(Settings.Malformed.class)
                .hasMessage("SLUICE_TLS_KEY_FILE is not set: expected a file, since SLUICE_TLS_CERT_FILE is set");
        assertThatThrownBy(() -> read("SLUICE_TLS_KEY_FILE", "b.pem"))
                .hasMessage("SLUICE_TLS_CERT_FILE is not set: expected a file, since SLUICE_TLS_KEY_FILE is set");
    }

    @Test
    void portZeroIsAnyFreeOne() {
        assertThat(read("PORT", "0").port()).isZero();
    }

    @Test
    void timesForClientsHaveBounds() {
        assertThat(read().connections())
                .isEqualTo(new Connections.Bounds(20_000, Duration.ofSeconds(10), Duration.ofSeconds(30)));
        assertThat(read("SLUICE_HEAD_TIMEOUT", "5s").connections().head()).isEqualTo(Duration.ofSeconds(5));
        assertThatThrownBy(() -> read("SLUICE_BODY_TIMEOUT", "10ms"))
                .isInstanceOf(Settings.Malformed.class)
                .hasMessage("SLUICE_BODY_TIMEOUT is '10ms': expected a duration from 100ms to 30m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http//nonsense | http//nonsense",
                "bus:4222 | bus:4222",
                "nats://a:4222,nats://b:99999 | nats://a:4222,nats://b:99999",
                "nats://u:hunter2@bus:port | nats://***@bus:port",
                "nats://u:hun/ter2@bus:4222 | nats://***@bus:4222",
                "nats://u:hun,ter2@bus:4222 | nats://***@bus:4222",
                "nats://u:hun ter2//@bus:99999 | nats://***@bus:99999",
                "u:hunter2@bus:4222 | ***@bus:4222",
                "bus?password=hunter2 | bus?***",
            })
    void addressesOfNatsAreLookedAtBeforeTheyAreTried(String servers, String shown) {
        assertThatThrownBy(() -> read("SLUICE_NATS_URL", servers))
                .isInstanceOf(Settings.Malformed.class)
                .hasMessage("SLUICE_NATS_URL is '" + shown
                        + "': expected nats://host:port, several of them separated by commas");
    }

    @Test
    void aRegionIsOneWord() {
        assertThat(read().region()).isEmpty();
        assertThat(read("SLUICE_REGION", "eu-west").region()).isEqualTo("eu-west");
        assertThatThrownBy(() -> read("SLUICE_REGION", "EU West"))
                .isInstanceOf(Settings.Malformed.class)
                .hasMessage("SLUICE_REGION is 'EU West': expected a name of 1 to 64 of a-z 0-9 . _ -");
    }

    @Test
    void oneTargetLeavesAnEighthToTheOthers() {
        assertThat(read("SLUICE_MAX_IN_FLIGHT", "1000").maxInFlightPerTarget()).isEqualTo(875);
        assertThat(read("SLUICE_MAX_IN_FLIGHT", "4").maxInFlightPerTarget()).isEqualTo(3);
        assertThat(read("SLUICE_MAX_IN_FLIGHT", "1").maxInFlightPerTarget()).isEqualTo(1);
    }
}
