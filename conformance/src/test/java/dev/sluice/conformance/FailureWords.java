package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** How a provider says that it fails: a member of {@code matrix/failures.json}. */
record FailureWords(JsonNode all) {
    private static final JsonNode FILE = read();

    private static JsonNode read() {
        try {
            return new ObjectMapper()
                    .readTree(Path.of("matrix", "failures.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FailureWords of(Row row, MatrixClient client) {
        String provider = row.vendor().provider();
        if (client == MatrixClient.RESPONSES && row.answersTo(client).equals(Answers.of("responses"))) {
            return new FailureWords(FILE.path("responses"));
        }
        boolean claude = provider.equals("vertex") && row.vendor().upstream().startsWith("claude");
        JsonNode own = FILE.path(claude ? "vertex claude" : provider);
        return new FailureWords(own.isMissingNode() ? FILE.path("openai") : own);
    }

    boolean has(Failure failure) {
        return !failure.isTold() || all.has(name(failure));
    }

    int status(Failure failure) {
        return all.path(name(failure)).path("status").asInt();
    }

    byte[] body(Failure failure) {
        return bytes(all.path(name(failure)).path("body"));
    }

    private static String name(Failure failure) {
        return failure.name().toLowerCase(Locale.ROOT);
    }

    private JsonNode inStream() {
        return all.path("in stream");
    }

    String classInStream() {
        return inStream().path("class").asText();
    }

    /** In the framing of the content type. */
    byte[] event(String contentType) {
        JsonNode event = inStream().path("event");
        return switch (contentType) {
            case "application/x-ndjson" -> (event + "\n").getBytes(StandardCharsets.UTF_8);
            case "application/vnd.amazon.eventstream" ->
                BinaryEvent.exception(inStream().path("exception").asText(), bytes(event));
            default -> {
                String type = event.path("type").asText();
                yield ((type.isEmpty() ? "" : "event: " + type + "\n") + "data: " + event + "\n\n")
                        .getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
