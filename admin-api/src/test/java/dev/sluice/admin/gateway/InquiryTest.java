package dev.sluice.admin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class InquiryTest {
    /** Where somebody listens who is no NATS. */
    @Test
    void shouldSayThatNatsIsNotThere() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Bus bus = Bus.connect(BusSettings.of("nats://127.0.0.1:" + silent.getLocalPort(), "test"))) {
            TargetResource targets = new TargetResource(bus, new GatewayStatuses(bus));

            assertThatThrownBy(targets::targets)
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Code.UNAVAILABLE))
                    .hasMessageContaining("SLUICE_NATS_URL");
        }
    }
}
