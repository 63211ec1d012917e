package dev.sluice.gateway.endpoint.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.inference.chat.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarriedThoughtTest {
    @Test
    void comesBackAsItWent() {
        assertThat(CarriedThought.read(CarriedThought.signed("Grüße 🌍\n", "gemini:c2ln==")))
                .isEqualTo(new Content.Thinking("Grüße 🌍\n", "gemini:c2ln=="));
        assertThat(CarriedThought.read(CarriedThought.hidden("b64"))).isEqualTo(new Content.HiddenThinking("b64"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gAAAAABo", "sluice1.", "sluice1.%%", "sluice1.e30", "sluice1.bnVsbA", "sluice2.e30"})
    void isNotReadFromWhatIsNone(String encrypted) {
        assertThat(CarriedThought.read(encrypted)).isNull();
    }
}
