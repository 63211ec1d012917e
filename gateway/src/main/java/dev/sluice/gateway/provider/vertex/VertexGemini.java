package dev.sluice.gateway.provider.vertex;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.provider.ProviderDialect;
import io.vertx.core.MultiMap;
import java.io.IOException;

/** Gemini on Vertex AI ("Generate content with the Gemini API in Vertex AI"). */
public final class VertexGemini implements ProviderDialect {
    private final ProviderDialect gemini;

    /** @param gemini whose bodies these are */
    public VertexGemini(ProviderDialect gemini) {
        this.gemini = gemini;
    }

    /** Without {@code alt=sse} the stream would be an array that arrives in pieces. */
    @Override
    public String uri(CompiledModel target, boolean stream) {
        return VertexModel.of(target).uri(target, stream ? "streamGenerateContent?alt=sse" : "generateContent");
    }

    @Override
    public void setHeaders(
            MultiMap headers, Outgoing outgoing, CompiledModel target, CompiledAccount.Credential credential) {
        VertexHeaders.set(headers, target.account(), credential);
    }

    @Override
    public Encoded encode(ChatRequest request, CompiledModel target) {
        return gemini.encode(request, target);
    }

    @Override
    public boolean givesSeveralAnswers() {
        return true;
    }

    @Override
    public ChatReply reply(byte[] body) throws IOException {
        return gemini.reply(body);
    }

    @Override
    public StreamDecoder stream() {
        return gemini.stream();
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        return gemini.classify(status, body);
    }
}
