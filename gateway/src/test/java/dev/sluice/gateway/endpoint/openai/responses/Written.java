package dev.sluice.gateway.endpoint.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the encoders write, read again. */
final class Written {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String REQUEST =
            "{\"model\":\"m\",\r\n \"input\":\"Hi\",\n\"tools\":[{\"type\":\"function\",\n\"name\":\"f\"}],\"temperature\":0.50,\"metadata\":null}";

    private Written() {}

    static ResponseObject response() {
        return new ResponseObject("0a", 1_780_000_000, "claude/sonnet", REQUEST.getBytes(StandardCharsets.UTF_8));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Single quotes stand for double ones. */
    static JsonNode quoted(String json) {
        return json(json.replace('\'', '"'));
    }

    /** The data of all events, each checked for its name and its number. */
    static List<JsonNode> stream(StreamEvent... events) {
        ResponsesStreamEncoder encoder = new ResponsesStreamEncoder(response());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (StreamEvent event : events) {
            out.writeBytes(encoder.encode(event));
        }
        out.writeBytes(encoder.end());
        return read(out.toString(StandardCharsets.UTF_8));
    }

    static List<JsonNode> read(String stream) {
        List<JsonNode> events = new ArrayList<>();
        if (stream.isEmpty()) {
            return events;
        }
        assertThat(stream).endsWith("\n\n");
        for (String event : stream.strip().split("\n\n", -1)) {
            assertThat(event.lines()).hasSize(2);
            String name = event.lines().toList().getFirst();
            JsonNode data = json(event.lines().toList().getLast().substring("data: ".length()));
            assertThat(name).isEqualTo("event: " + data.path("type").asText());
            assertThat(data.path("sequence_number").asInt(-1)).isEqualTo(events.size());
            events.add(data);
        }
        return events;
    }

    static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }
}
