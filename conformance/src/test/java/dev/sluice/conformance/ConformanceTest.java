package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The exchanges that come with the product pass; one that is wrong does not. */
class ConformanceTest {
    private static final Path FIXTURES = Path.of("fixtures");

    @TestFactory
    Stream<DynamicTest> fixtures() throws Exception {
        return Main.run(FIXTURES).stream()
                .map(outcome -> dynamicTest(
                        outcome.name(), () -> assertThat(outcome.problems()).isEmpty()));
    }

    @Test
    void tellsWhatIsWrong(@TempDir Path directory) throws Exception {
        Files.copy(FIXTURES.resolve("anthropic-text.sse"), directory.resolve("anthropic-text.sse"));
        Files.writeString(
                directory.resolve("expected.json"),
                "{\"anthropic-text.sse\":{\"dialect\":\"messages\",\"content\":\"Hello\",\"finish_reason\":\"length\","
                        + "\"tool_calls\":[{\"id\":\"*\",\"name\":\"x\",\"arguments\":{}}],\"usage\":{\"prompt\":1}}}");
        Files.writeString(
                directory.resolve("errors.jsonl"),
                "{\"name\":\"anthropic-1\",\"status\":529,\"headers\":{},\"body\":{},\"expect_class\":\"auth\"}\n");

        List<Outcome> outcomes = Main.run(directory);

        assertThat(outcomes).noneMatch(Outcome::passed);
        assertThat(outcomes.getFirst().line())
                .startsWith("FAILED  anthropic-text.sse: ")
                .contains("content is 'Grüße 🌍!', not 'Hello'")
                .contains("finish_reason is stop, not length")
                .contains("there are 0 tool calls, not 1")
                .contains("usage.prompt is 114, not 1");
        assertThat(outcomes.getLast().line()).contains("the class is 'overloaded', not 'auth'");
    }

    @Test
    void namesAFileThatIsMissing(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("expected.json"), "{\"gone.sse\":{\"dialect\":\"chat\"}}");

        assertThat(catchThrowable(() -> Fixtures.read(directory))).hasMessageContaining("gone.sse");
    }
}
