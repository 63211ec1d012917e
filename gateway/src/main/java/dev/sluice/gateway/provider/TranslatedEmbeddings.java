package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.Bytes;
import dev.sluice.gateway.inference.EmbeddingsCall;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.embedding.EmbeddingReply;
import dev.sluice.gateway.inference.embedding.EmbeddingRequest;
import dev.sluice.gateway.inference.embedding.EmbeddingsReplyEncoder;
import dev.sluice.gateway.inference.embedding.EmbeddingsRequestDecoder;
import io.vertx.core.MultiMap;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of a provider that is asked in words of its own.
 *
 * @param account of the provider's chats: credential and errors are the same
 */
record TranslatedEmbeddings(
        EmbeddingDialect dialect, ProviderDialect account, EmbeddingsCall call, CompiledModel target)
        implements Exchange {
    @Override
    public Outgoing outgoing() {
        EmbeddingRequest request = EmbeddingsRequestDecoder.decode(call.body());
        int most = dialect.mostTexts(target);
        if (request.texts().size() > most) {
            throw new GatewayException(new GatewayError.InvalidRequest(
                    "input",
                    "input has " + request.texts().size() + " texts and this model's provider takes " + most
                            + " in a request: send fewer"));
        }
        Encoded encoded = dialect.encode(request, target);
        return new Outgoing(dialect.uri(target), Bytes.buffer(encoded.body()), encoded.dropped());
    }

    @Override
    public void setHeaders(MultiMap headers, Outgoing outgoing, CompiledAccount.Credential credential) {
        account.setHeaders(headers, outgoing, target, credential);
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        return account.classify(status, body);
    }

    @Override
    public boolean relaysErrors() {
        return false;
    }

    @Override
    public ReplyReader replyReader() {
        return this::read;
    }

    private ReplyReader.@Nullable Reply read(byte[] body) {
        try {
            EmbeddingReply reply = dialect.reply(body, target);
            boolean base64 = EmbeddingsRequestDecoder.asksForBase64(call.body());
            byte[] forClient = EmbeddingsReplyEncoder.encode(reply, call, base64);
            return new ReplyReader.Reply(reply.usage(), Bytes.buffer(forClient));
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public StreamReader streamReader() {
        return account.passedStreamReader(call);
    }
}
