package dev.sluice.gateway.provider.anthropic;

import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.provider.ClaudeModel;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.provider.ProviderDialect;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;

/** Anthropic's Messages (API reference, "Messages"). */
public final class AnthropicDialect implements ProviderDialect {
    private static final String VERSION = "2023-06-01";
    /** For models that the catalog does not know: all of them can say so much. */
    private static final long DEFAULT_MAX_OUTPUT = 4096;

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence IDENTITY = HttpHeaders.createOptimized("identity");
    private static final CharSequence VERSION_HEADER = HttpHeaders.createOptimized("anthropic-version");
    private static final CharSequence KEY_HEADER = HttpHeaders.createOptimized("x-api-key");

    @Override
    public String uri(CompiledModel target, boolean stream) {
        String base = target.account().baseUrl().path();
        return base.endsWith("/v1") ? base + "/messages" : base + "/v1/messages";
    }

    @Override
    public void setHeaders(
            MultiMap headers, Outgoing outgoing, CompiledModel target, CompiledAccount.Credential credential) {
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        headers.set(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        headers.set(VERSION_HEADER, VERSION);
        target.account().headers().forEach(headers::set);
        if (!credential.secret().isEmpty()) {
            headers.set(KEY_HEADER, credential.secret());
        }
    }

    @Override
    public Encoded encode(ChatRequest request, CompiledModel target) {
        return AnthropicRequestEncoder.encode(request, target.upstream(), ClaudeModel.of(target), maxOutput(target));
    }

    private static long maxOutput(CompiledModel target) {
        // Sold by others too, under names that may end in a date: claude-sonnet-4-5@20250929.
        String name = target.upstream().replaceFirst("@.*", "").replaceFirst(".*/", "");
        return Catalog.builtIn()
                .model(target.account().provider(), target.upstream())
                .or(() -> Catalog.builtIn().model("anthropic", name))
                .map(model -> model.limits().outputTokens())
                .map(Integer::longValue)
                .orElse(DEFAULT_MAX_OUTPUT);
    }

    @Override
    public ChatReply reply(byte[] body) throws IOException {
        return AnthropicReplyDecoder.decode(body);
    }

    @Override
    public StreamDecoder stream() {
        return new AnthropicStreamDecoder();
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        return AnthropicErrors.classify(status, body);
    }
}
