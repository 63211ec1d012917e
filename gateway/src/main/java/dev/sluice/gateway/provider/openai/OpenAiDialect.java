package dev.sluice.gateway.provider.openai;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.provider.ProviderDialect;
import io.vertx.core.MultiMap;
import java.io.IOException;

/** OpenAI's chat completions for clients that speak another dialect; its own clients' bytes pass by {@link OpenAiProvider}. */
public final class OpenAiDialect implements ProviderDialect {
    private final OpenAiProvider provider;

    public OpenAiDialect(OpenAiProvider provider) {
        this.provider = provider;
    }

    @Override
    public String uri(CompiledModel target, boolean stream) {
        return OpenAiProvider.uri(target);
    }

    @Override
    public void setHeaders(MultiMap headers, CompiledAccount account, CompiledAccount.Credential credential) {
        provider.setHeaders(headers, account, credential);
    }

    @Override
    public Encoded encode(ChatRequest request, CompiledModel target) {
        boolean openai = target.account().provider().equals("openai");
        return OpenAiRequestEncoder.encode(request, target.upstream(), openai);
    }

    @Override
    public ChatReply reply(byte[] body) throws IOException {
        return OpenAiReplyDecoder.decode(body);
    }

    @Override
    public StreamDecoder stream() {
        return new OpenAiChunkDecoder();
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        return OpenAiErrors.classify(status, body);
    }
}
