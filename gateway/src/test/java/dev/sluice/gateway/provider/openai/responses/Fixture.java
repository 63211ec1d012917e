package dev.sluice.gateway.provider.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Recorded streams beside this class, and JSON to compare with. */
final class Fixture {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Fixture() {}

    /** What stands behind {@code data:}, event by event. */
    static List<String> events(String name) {
        try (InputStream in = Objects.requireNonNull(Fixture.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("data:"))
                    .map(line -> line.substring("data:".length()).strip())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The response that the last event repeats. */
    static byte[] response(String name) {
        return bytes(json(events(name).getLast()).path("response").toString());
    }

    /** What a decoder makes of the events, and of their end. */
    static List<StreamEvent> decoded(List<String> events) {
        ResponsesStreamDecoder decoder = new ResponsesStreamDecoder();
        List<StreamEvent> decoded = new ArrayList<>();
        for (String event : events) {
            byte[] data = bytes("data: " + event + "\n");
            decoded.addAll(decoder.event("", data, "data: ".length(), data.length - 1));
        }
        decoded.addAll(decoder.end());
        return decoded;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    static JsonNode json(byte[] text) {
        return json(new String(text, StandardCharsets.UTF_8));
    }
}
