package dev.sluice.gateway.provider.gemini;

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

/** Google's {@code generateContent} (Gemini API reference, "Generating content"), with a key of the Developer API. */
public final class GeminiDialect implements ProviderDialect {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence IDENTITY = HttpHeaders.createOptimized("identity");
    private static final CharSequence KEY_HEADER = HttpHeaders.createOptimized("x-goog-api-key");

    @Override
    public String uri(CompiledModel target, boolean stream) {
        return GeminiPaths.developer(target.account().baseUrl().path(), target.upstream(), stream);
    }

    @Override
    public void setHeaders(
            MultiMap headers, Outgoing outgoing, CompiledModel target, CompiledAccount.Credential credential) {
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        headers.set(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        target.account().headers().forEach(headers::set);
        if (!credential.secret().isEmpty()) {
            headers.set(KEY_HEADER, credential.secret());
        }
    }

    @Override
    public Encoded encode(ChatRequest request, CompiledModel target) {
        return GeminiRequestEncoder.encode(request, target.upstream());
    }

    @Override
    public boolean givesSeveralAnswers() {
        return true;
    }

    @Override
    public ChatReply reply(byte[] body) throws IOException {
        return GeminiReplyDecoder.decode(body);
    }

    @Override
    public StreamDecoder stream() {
        return new GeminiStreamDecoder();
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        return GeminiErrors.classify(status, body);
    }
}
