package dev.sluice.gateway.provider.azure;

import dev.sluice.contract.policy.AzurePaths;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.provider.BodySplice;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.provider.ProviderDialect;
import dev.sluice.gateway.provider.ReplyReader;
import dev.sluice.gateway.provider.StreamReader;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Azure OpenAI (Azure OpenAI REST reference, "Inference"): bodies are OpenAI's, {@code upstream} is the deployment. */
public final class AzureDialect implements ProviderDialect {
    /** The first version that takes {@code stream_options}; those before refuse it. */
    private static final String STREAM_OPTIONS_SINCE = "2024-09-01";

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence IDENTITY = HttpHeaders.createOptimized("identity");
    private static final CharSequence KEY_HEADER = HttpHeaders.createOptimized("api-key");

    private final ProviderDialect openai;
    private final String operation;

    /**
     * @param openai whose bodies these are
     * @param operation last part of the path, such as {@code chat/completions}
     */
    public AzureDialect(ProviderDialect openai, String operation) {
        this.openai = openai;
        this.operation = operation;
    }

    @Override
    public String uri(CompiledModel target, boolean stream) {
        CompiledAccount account = target.account();
        return AzurePaths.of(account.baseUrl().path(), account.cloud().apiVersion(), target.upstream(), operation);
    }

    @Override
    public void setHeaders(
            MultiMap headers, Outgoing outgoing, CompiledModel target, CompiledAccount.Credential credential) {
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        headers.set(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        target.account().headers().forEach(headers::set);
        switch (credential) {
            case CompiledAccount.Token token -> headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + token.secret());
            case CompiledAccount.Secret key -> {
                if (!key.secret().isEmpty()) {
                    headers.set(KEY_HEADER, key.secret());
                }
            }
            case CompiledAccount.Signing _, CompiledAccount.Exchanged _ -> {} // never of this provider
        }
    }

    @Override
    public Encoded encode(ChatRequest request, CompiledModel target) {
        return openai.encode(request, target);
    }

    @Override
    public ChatReply reply(byte[] body) throws IOException {
        return openai.reply(body);
    }

    @Override
    public StreamDecoder stream() {
        return openai.stream();
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        UpstreamClass own = AzureErrors.classify(status, body);
        return own != null ? own : openai.classify(status, body);
    }

    @Override
    public Buffer passed(Call call, CompiledModel target) {
        return takesStreamOptions(target.account().cloud().apiVersion())
                ? openai.passed(call, target)
                : BodySplice.model(call, target.upstream());
    }

    private static boolean takesStreamOptions(@Nullable String apiVersion) {
        return apiVersion == null
                || !Character.isDigit(apiVersion.charAt(0))
                || apiVersion.compareTo(STREAM_OPTIONS_SINCE) >= 0;
    }

    @Override
    public ReplyReader passedReplyReader() {
        return openai.passedReplyReader();
    }

    @Override
    public StreamReader passedStreamReader(Call call) {
        return openai.passedStreamReader(call);
    }
}
