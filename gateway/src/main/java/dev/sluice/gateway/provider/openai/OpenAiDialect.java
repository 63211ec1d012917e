package dev.sluice.gateway.provider.openai;

import dev.sluice.contract.catalog.Quirks;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.usage.Tokens;
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

/**
 * The OpenAI chat-completions dialect (platform documentation, "Create chat completion"), as OpenAI and compatible
 * providers speak it.
 */
public class OpenAiDialect implements ProviderDialect {
    private static final ReplyReader USAGE_ALONE = OpenAiDialect::usage;
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence IDENTITY = HttpHeaders.createOptimized("identity");

    private static ReplyReader.@Nullable Reply usage(byte[] body) {
        Tokens usage = OpenAiUsage.ofReply(body);
        if (usage != null) {
            return new ReplyReader.Reply(usage, null);
        }
        return OpenAiSuccess.isNoReply(body) ? null : ReplyReader.Reply.counted(body, OpenAiReplyDecoder::decode);
    }

    @Override
    public String uri(CompiledModel target, boolean stream) {
        return target.account().baseUrl().path() + "/chat/completions";
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
        String provider = target.account().provider();
        boolean openai = provider.equals("openai") || provider.equals("azure-openai");
        return OpenAiRequestEncoder.encode(request, target.upstream(), openai, target.takes());
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

    @Override
    public Buffer passed(Call call, CompiledModel target) {
        Quirks quirks = target.takes().quirks();
        boolean usageUnasked = quirks != null
                && quirks.fields().noStreamOptions()
                && !target.takes().forwards();
        return usageUnasked ? BodySplice.model(call, target.upstream()) : BodySplice.chat(call, target.upstream());
    }

    @Override
    public ReplyReader passedReplyReader() {
        return USAGE_ALONE;
    }

    @Override
    public StreamReader passedStreamReader(Call call) {
        return new OpenAiStreamReader(call.fields().includeUsage());
    }
}
