package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackPortTest {

    @TempDir
    Path dir;

    @Test
    void namesThePortThatIsTakenAndTheRemedy() throws Exception {
        try (var holder = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var settings = Settings.in(dir).withPort(holder.getLocalPort());
            assertThatThrownBy(() -> EmbeddedNats.start(settings))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage("Port %d for NATS is taken on 127.0.0.1: stop what holds it,"
                                    .formatted(holder.getLocalPort())
                            + " set SLUICE_NATS_PORT to another port, or SLUICE_NATS_URL to a running server.");
        }
    }

    @Test
    void choosesBelowThePortsThatConnectionsGet() {
        for (int n = 0; n < 100; n++) {
            assertThat(LoopbackPort.choose(0, Part.NATS)).isBetween(20_000, 31_999);
        }
    }
}
