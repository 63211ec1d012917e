package dev.sluice.conformance;

import dev.sluice.conformance.scripted.ScriptedProvider;
import java.io.IOException;
import java.util.List;

/** A gateway in front of the scripted provider. */
final class ServedModels implements AutoCloseable {
    /** Of each vendor; of OpenAI also one that takes no tools in a chat, but in Responses. */
    static final List<String> CHAT = List.of(
            "openai/gpt-4o-mini",
            "openai/gpt-5.6",
            "anthropic/claude-sonnet-4-6",
            "gemini/gemini-3.5-flash",
            "bedrock/us.anthropic.claude-sonnet-4-6");

    static final List<String> THINKING = CHAT.subList(1, CHAT.size());

    static final List<String> EMBEDDING =
            List.of("openai/text-embedding-3-small", "gemini/gemini-embedding-001", "bedrock/cohere.embed-v4:0");

    private final ScriptedProvider provider = new ScriptedProvider();
    private final TestedGateway gateway;

    ServedModels() throws IOException, InterruptedException {
        gateway = TestedGateway.start(provider.port());
    }

    ScriptedProvider provider() {
        return provider;
    }

    TestedGateway gateway() {
        return gateway;
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        provider.close();
    }
}
