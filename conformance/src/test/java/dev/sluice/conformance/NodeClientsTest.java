package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The clients that people write programs with, as they are published: one program for all models, a test for each check. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeClientsTest {
    private final ServedModels served;

    NodeClientsTest() throws IOException, InterruptedException {
        served = new ServedModels();
    }

    @BeforeAll
    void install() throws IOException, InterruptedException {
        NodeClients.install();
    }

    @AfterAll
    void stop() throws IOException {
        served.close();
    }

    @TestFactory
    Stream<DynamicTest> openAiChat() throws Exception {
        return checks("openai-chat.mjs", 53);
    }

    @TestFactory
    Stream<DynamicTest> openAiResponses() throws Exception {
        return checks("openai-responses.mjs", 49);
    }

    @TestFactory
    Stream<DynamicTest> anthropic() throws Exception {
        return checks("anthropic.mjs", 62);
    }

    @TestFactory
    Stream<DynamicTest> vercelAi() throws Exception {
        return checks("vercel-ai.mjs", 53);
    }

    @TestFactory
    Stream<DynamicTest> langChain() throws Exception {
        return checks("langchain.mjs", 63);
    }

    /** @param count so that no check can go missing */
    private Stream<DynamicTest> checks(String script, int count) throws Exception {
        NodeClients.Ended ended = NodeClients.run(
                script,
                Map.of(
                        "SLUICE_GATEWAY_URL", served.gateway().url(),
                        "SLUICE_API_KEY", TestedGateway.KEY,
                        "SLUICE_MODELS", String.join(",", ServedModels.CHAT),
                        "SLUICE_THINKING_MODELS", String.join(",", ServedModels.THINKING),
                        "SLUICE_EMBEDDING_MODELS", String.join(",", ServedModels.EMBEDDING)));
        List<DynamicTest> tests = ended.lines().stream()
                .filter(line -> line.startsWith("ok ") || line.startsWith("not ok "))
                .map(line -> dynamicTest(name(line), () -> assertThat(line).startsWith("ok ")))
                .toList();
        DynamicTest last = dynamicTest(
                script + " ran to its end",
                () -> assertThat(ended.lines().getLast()).as(ended.output()).isEqualTo("done " + count));
        return Stream.concat(tests.stream(), Stream.of(last));
    }

    private static String name(String line) {
        String check = line.replaceFirst("^(not )?ok ", "");
        return line.startsWith("not ") ? check.replaceFirst("(: [^:]*):.*", "$1") : check;
    }
}
