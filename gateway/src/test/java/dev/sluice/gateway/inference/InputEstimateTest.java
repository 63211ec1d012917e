package dev.sluice.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InputEstimateTest {
    private static long tokens(String body) {
        return InputEstimate.tokens(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void countsTextsAndNotTheirWrapping() {
        assertThat(tokens("{\"model\":\"some/model\",\"messages\":[{\"role\":\"user\",\"content\":\"12345678\"}]}"))
                .isEqualTo(2);
    }

    @Test
    void countsAllOfTheToolsThatAreOffered() {
        String tools = "[{\"name\":\"a\",\"input_schema\":{\"type\":\"object\"}}]";

        assertThat(tokens("{\"messages\":[{\"role\":\"user\",\"content\":\"1234\"}],\"tools\":" + tools + "}"))
                .isEqualTo((4 + tools.length() + 3) / 4);
    }

    @Test
    void countsTheArgumentsOfACallInAnthropicsDialect() {
        String arguments = "{\"path\":\"a\",\"lines\":[{\"text\":\"12345678\"}]}";

        assertThat(tokens(
                        "{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"x\",\"input\":"
                                + arguments + "},{\"type\":\"text\",\"text\":\"1234\"}]}]}"))
                .isEqualTo((arguments.length() + 4 + 3) / 4);
    }

    @Test
    void countsTheInputOfResponses() {
        assertThat(tokens("{\"input\":[{\"role\":\"user\",\"content\":\"12345678\"}],\"instructions\":\"1234\"}"))
                .isEqualTo(3);
    }
}
