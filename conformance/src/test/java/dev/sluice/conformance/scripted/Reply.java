package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** @param pieces each is sent by itself */
record Reply(int status, String contentType, Map<String, String> headers, List<byte[]> pieces) {
    static Reply json(int status, JsonNode body) {
        return new Reply(
                status, "application/json", Map.of(), List.of(body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    static Reply events(List<String> events) {
        return new Reply(
                200,
                "text/event-stream; charset=utf-8",
                Map.of(),
                events.stream()
                        .map(event -> event.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }
}
