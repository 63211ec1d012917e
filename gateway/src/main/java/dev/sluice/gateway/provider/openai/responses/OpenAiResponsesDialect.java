package dev.sluice.gateway.provider.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.provider.ProviderDialect;
import dev.sluice.gateway.provider.ReplyReader;
import dev.sluice.gateway.provider.StreamReader;
import io.vertx.core.MultiMap;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** OpenAI's Responses API, with the headers and errors of the chat completions beside it. */
public final class OpenAiResponsesDialect implements ProviderDialect {
    private static final ReplyReader USAGE_ALONE = OpenAiResponsesDialect::usage;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProviderDialect chat;

    private static ReplyReader.@Nullable Reply usage(byte[] body) {
        Tokens usage = ResponsesUsage.ofReply(body);
        if (usage != null) {
            return new ReplyReader.Reply(usage, null);
        }
        return isNoReply(body) ? null : ReplyReader.Reply.counted(body, ResponsesReplyDecoder::decode);
    }

    /** Such as the page of a server on the way. A response that failed says so in its status. */
    private static boolean isNoReply(byte[] body) {
        try {
            JsonNode reply = JSON.readTree(body);
            return !reply.isObject() || (reply.hasNonNull("error") && !reply.has("status"));
        } catch (IOException e) {
            return true;
        }
    }

    /** @param chat of the same provider */
    public OpenAiResponsesDialect(ProviderDialect chat) {
        this.chat = chat;
    }

    @Override
    public String uri(CompiledModel target, boolean stream) {
        return target.account().baseUrl().path() + "/responses";
    }

    @Override
    public void setHeaders(
            MultiMap headers, Outgoing outgoing, CompiledModel target, CompiledAccount.Credential credential) {
        chat.setHeaders(headers, outgoing, target, credential);
    }

    @Override
    public Encoded encode(ChatRequest request, CompiledModel target) {
        return ResponsesRequestEncoder.encode(request, target.upstream());
    }

    @Override
    public ChatReply reply(byte[] body) throws IOException {
        return ResponsesReplyDecoder.decode(body);
    }

    @Override
    public StreamDecoder stream() {
        return new ResponsesStreamDecoder();
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        return chat.classify(status, body);
    }

    @Override
    public ReplyReader passedReplyReader() {
        return USAGE_ALONE;
    }

    @Override
    public StreamReader passedStreamReader(Call call) {
        return new ResponsesStreamReader();
    }
}
