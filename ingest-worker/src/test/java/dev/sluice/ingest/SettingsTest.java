package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static Settings read(String nats) {
        return Settings.read(Map.of("SLUICE_NATS_URL", nats, "SLUICE_CLICKHOUSE_URL", "http://ch:8123"));
    }

    @Test
    void addressesOfNatsAreLookedAtBeforeTheyAreTried() {
        assertThat(read("nats://a:4222, tls://b").bus().urls()).isEqualTo("nats://a:4222,tls://b");
        assertThatThrownBy(() -> read("nats://u:hunter2@127.0.0.1:99999"))
                .isInstanceOf(Settings.Malformed.class)
                .hasMessage("SLUICE_NATS_URL is 'nats://***@127.0.0.1:99999': expected nats://host:port, several of"
                        + " them separated by commas");
    }
}
