package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.mock.Behaviour;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestsTest {
    @Test
    void saysTheSameInBothDialects() throws IOException {
        JsonNode chat = body(Requests.chat(Behaviour.stream(3), Map.of()));
        JsonNode messages = body(Requests.messages(Behaviour.stream(3), Map.of()));

        assertThat(messages.path("model")).isEqualTo(chat.path("model"));
        assertThat(messages.path("system")).isEqualTo(chat.at("/messages/0/content"));
        assertThat(messages.path("messages").size()).isEqualTo(1);
        assertThat(messages.at("/messages/0")).isEqualTo(chat.at("/messages/1"));
        assertThat(messages.path("stream").asBoolean()).isTrue();
    }

    private static JsonNode body(byte[] request) throws IOException {
        String text = new String(request, StandardCharsets.UTF_8);
        return new ObjectMapper().readTree(text.substring(text.indexOf("\r\n\r\n") + 4));
    }
}
