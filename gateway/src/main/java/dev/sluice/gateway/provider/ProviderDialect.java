package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * A provider's own dialect: from and to the neutral vocabulary, and what is done to the bytes of clients that speak it
 * themselves. Stateless and shared by all event loops.
 */
public interface ProviderDialect {
    /** Path and query of a chat call, the account's base path included. */
    String uri(CompiledModel target, boolean stream);

    /** @param outgoing what is sent, for dialects that sign it */
    void setHeaders(MultiMap headers, Outgoing outgoing, CompiledModel target, CompiledAccount.Credential credential);

    /** @throws dev.sluice.gateway.error.GatewayException when the dialect cannot say it; names the field */
    Encoded encode(ChatRequest request, CompiledModel target);

    /** Whether one request may have several answers ({@link ChatRequest#choices}). */
    default boolean givesSeveralAnswers() {
        return false;
    }

    /** @throws IOException when it is no reply of this dialect */
    ChatReply reply(byte[] body) throws IOException;

    StreamDecoder stream();

    /** Whether an image may be named by its address. */
    default boolean takesImageAddresses() {
        return true;
    }

    UpstreamClass classify(int status, byte[] body);

    /** The body of a client that speaks this dialect, as it is sent. */
    default Buffer passed(Call call, CompiledModel target) {
        return BodySplice.model(call, target.upstream());
    }

    /** Reads a reply whose bytes the client gets. */
    default ReplyReader passedReplyReader() {
        return body -> {
            try {
                return ReplyReader.Reply.of(reply(body), null);
            } catch (FailedReply e) {
                return ReplyReader.Reply.failed(e);
            } catch (IOException e) {
                return null;
            }
        };
    }

    /** Reads a stream whose bytes the client gets. */
    default StreamReader passedStreamReader(Call call) {
        return new DecodedStream(stream(), null);
    }
}
