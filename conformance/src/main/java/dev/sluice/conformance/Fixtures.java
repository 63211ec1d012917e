package dev.sluice.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a directory holds.
 *
 * @param asked the request in OpenAI's words that {@code requests} belong to; missing when there are none
 * @param requests what each provider is to be asked
 */
record Fixtures(List<StreamFixture> streams, JsonNode asked, List<RequestFixture> requests, List<ErrorFixture> errors) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A provider's stream, and what it means.
     *
     * @param expected a result, as {@code expected.json} has it
     */
    record StreamFixture(String name, Vendor vendor, JsonNode expected, byte[] bytes) {}

    /** @param expected method, path, body and the parameters dropped; or {@code reject} */
    record RequestFixture(String name, Vendor vendor, String upstream, JsonNode expected) {}

    /** A reply that is no success. */
    record ErrorFixture(
            String name, Vendor vendor, int status, Map<String, String> headers, byte[] body, String expected) {}

    /** A directory that cannot be used. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    static Fixtures read(Path directory) throws IOException, Malformed {
        List<StreamFixture> streams = streams(directory);
        List<ErrorFixture> errors = errors(directory);
        JsonNode root = tree(directory.resolve("requests.json"));
        List<RequestFixture> requests = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : root.path("expected").properties()) {
            Vendor vendor = Vendor.ofRequest(entry.getKey());
            requests.add(
                    new RequestFixture(entry.getKey(), vendor, vendor.upstream(entry.getValue()), entry.getValue()));
        }
        if (streams.isEmpty() && errors.isEmpty() && requests.isEmpty()) {
            throw new Malformed(directory + " has no expected.json, errors.jsonl or requests.json");
        }
        return new Fixtures(streams, root.path("openai_request"), requests, errors);
    }

    private static List<StreamFixture> streams(Path directory) throws IOException, Malformed {
        List<StreamFixture> streams = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry :
                tree(directory.resolve("expected.json")).properties()) {
            Path file = directory.resolve(entry.getKey());
            if (!Files.isRegularFile(file)) {
                throw new Malformed("expected.json names " + entry.getKey() + ", which is not there");
            }
            Vendor vendor = Vendor.ofStream(
                    entry.getKey(), entry.getValue().path("dialect").asText());
            streams.add(new StreamFixture(entry.getKey(), vendor, entry.getValue(), Files.readAllBytes(file)));
        }
        return streams;
    }

    private static List<ErrorFixture> errors(Path directory) throws IOException, Malformed {
        Path file = directory.resolve("errors.jsonl");
        List<ErrorFixture> errors = new ArrayList<>();
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            if (line.isBlank()) {
                continue;
            }
            JsonNode node = JSON.readTree(line);
            String name = node.path("name").asText();
            JsonNode body = node.path("body");
            errors.add(new ErrorFixture(
                    name,
                    Vendor.ofError(name),
                    node.path("status").asInt(),
                    headers(node.path("headers")),
                    body.isTextual() ? body.textValue().getBytes(StandardCharsets.UTF_8) : JSON.writeValueAsBytes(body),
                    node.path("expect_class").asText()));
        }
        return errors;
    }

    private static Map<String, String> headers(JsonNode node) {
        Map<String, String> headers = new TreeMap<>();
        node.properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }

    private static JsonNode tree(Path file) throws IOException, Malformed {
        if (!Files.exists(file)) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new Malformed(file.getFileName() + " is not JSON: " + e.getOriginalMessage());
        }
    }
}
