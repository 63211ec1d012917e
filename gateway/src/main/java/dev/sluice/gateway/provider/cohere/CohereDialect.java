package dev.sluice.gateway.provider.cohere;

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
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;

/** Cohere's {@code /v2/chat} (API reference, "Chat"). */
public final class CohereDialect implements ProviderDialect {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence IDENTITY = HttpHeaders.createOptimized("identity");

    @Override
    public String uri(CompiledModel target, boolean stream) {
        String base = target.account().baseUrl().path();
        return base.endsWith("/v2") ? base + "/chat" : base + "/v2/chat";
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
        return CohereRequestEncoder.encode(request, target.upstream());
    }

    @Override
    public ChatReply reply(byte[] body) throws IOException {
        return CohereReplyDecoder.decode(body);
    }

    @Override
    public StreamDecoder stream() {
        return new CohereStreamDecoder();
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        return CohereErrors.classify(status, body);
    }
}
