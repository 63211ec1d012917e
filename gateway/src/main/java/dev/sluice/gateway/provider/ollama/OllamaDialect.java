package dev.sluice.gateway.provider.ollama;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.JoinedReply;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.provider.ProviderDialect;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ollama's {@code /api/chat} (its API reference, "Generate a chat message"). Beside it the server imitates OpenAI's dialect, where
 * neither the length of the context nor the life of the model in memory can be said.
 */
public final class OllamaDialect implements ProviderDialect {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence IDENTITY = HttpHeaders.createOptimized("identity");
    /** Where the imitation is, which many have in their settings. */
    private static final String IMITATION = "/v1";

    @Override
    public String uri(CompiledModel target, boolean stream) {
        String root = root(target);
        return root.endsWith("/api") ? root + "/chat" : root + "/api/chat";
    }

    /** The path below which the target's server imitates OpenAI's API. */
    public static String imitation(CompiledModel target) {
        return root(target) + IMITATION;
    }

    private static String root(CompiledModel target) {
        String base = target.account().baseUrl().path();
        return base.endsWith(IMITATION) ? base.substring(0, base.length() - IMITATION.length()) : base;
    }

    @Override
    public void setHeaders(
            MultiMap headers, Outgoing outgoing, CompiledModel target, CompiledAccount.Credential credential) {
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        headers.set(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        target.account().headers().forEach(headers::set);
        if (!credential.secret().isEmpty()) {
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + credential.secret());
        }
    }

    @Override
    public Encoded encode(ChatRequest request, CompiledModel target) {
        return OllamaRequestEncoder.encode(request, target.upstream());
    }

    /** A whole reply is a stream of one line. */
    @Override
    public ChatReply reply(byte[] body) throws IOException {
        OllamaStreamDecoder line = new OllamaStreamDecoder();
        List<StreamEvent> events = new ArrayList<>(line.event("", body, 0, body.length));
        events.addAll(line.end());
        return JoinedReply.of(events);
    }

    @Override
    public StreamDecoder stream() {
        return new OllamaStreamDecoder();
    }

    @Override
    public boolean takesImageAddresses() {
        return false;
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        return OllamaErrors.classify(status, body);
    }
}
