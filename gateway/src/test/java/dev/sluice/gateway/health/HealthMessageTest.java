package dev.sluice.gateway.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.gateway.health.TargetHealth.State;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthMessageTest {
    private static final Finding FINDING =
            new Finding(new TargetKey("a/b", "a", "primary"), State.OPEN, "overloaded", 5, 3_000);

    @Test
    void comesBackAsItWas() throws IOException {
        HealthMessage message =
                new HealthMessage("i1", "eu", true, List.of(FINDING), List.of(new Pace("a/b", 0.25, 0.01, 120)));

        assertThat(HealthMessage.decode(message.encode())).isEqualTo(message);
        assertThat(new String(message.encode(), UTF_8)).contains("\"state\":\"open\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"instance\":7}",
                "{\"instance\":\"i\",\"targets\":[{\"state\":\"half_open\",\"reason\":\"\"}]}",
                "{\"instance\":\"i\",\"targets\":[{\"state\":\"open\",\"reason\":\"<script>\"}]}",
                "{\"instance\":\"i\",\"targets\":[3]}"
            })
    void refusesWhatIsNoSuchMessage(String text) {
        assertThatThrownBy(() -> HealthMessage.decode(text.getBytes(UTF_8))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"firstSeconds\":1}",
                "{\"model\":\"a/b\"}",
                "{\"model\":\"a/b\",\"firstSeconds\":-1}",
                "{\"model\":\"a/b\",\"firstSeconds\":1e300}",
                "{\"model\":\"a/b\",\"firstSeconds\":1,\"tokenSeconds\":-1}",
                "{\"model\":\"a/b\",\"firstSeconds\":\"NaN\"}",
                "7"
            })
    void leavesOutATimeThatIsNone(String pace) throws IOException {
        String good = "{\"model\":\"a/b\",\"firstSeconds\":1}";
        String text = "{\"instance\":\"i\",\"paces\":[" + pace + "," + good + "]}";

        assertThat(HealthMessage.decode(text.getBytes(UTF_8)).paces()).containsExactly(new Pace("a/b", 1, 0, 0));
    }

    @Test
    void takesInABoundedNumber() throws IOException {
        HealthMessage message = new HealthMessage(
                "i1", "", false, Collections.nCopies(HealthMessage.MOST_FINDINGS + 1, FINDING), List.of());

        assertThat(HealthMessage.decode(message.encode()).findings()).hasSize(HealthMessage.MOST_FINDINGS);
    }
}
