package dev.sluice.gateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

/** Errors of a provider as they came, with the class that each is of. */
public final class ErrorFixtures {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorFixtures() {}

    public record Fixture(String name, int status, byte[] body, String expectedClass) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Of {@code errors.jsonl} in the package of the provider's tests. */
    public static Stream<Fixture> of(String provider) {
        try (InputStream in =
                Objects.requireNonNull(ErrorFixtures.class.getResourceAsStream(provider + "/errors.jsonl"), provider)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(ErrorFixtures::fixture);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Fixture fixture(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            JsonNode body = node.path("body");
            return new Fixture(
                    node.path("name").asText(),
                    node.path("status").asInt(),
                    (body.isTextual() ? body.asText() : body.toString()).getBytes(StandardCharsets.UTF_8),
                    node.path("expect_class").asText());
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
