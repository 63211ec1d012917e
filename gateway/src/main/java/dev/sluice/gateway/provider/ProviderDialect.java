package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import io.vertx.core.MultiMap;
import java.io.IOException;

/** A provider's own dialect, from and to the neutral vocabulary. Stateless and shared by all event loops. */
public interface ProviderDialect {
    /** Path and query of a chat call, the account's base path included. */
    String uri(CompiledModel target, boolean stream);

    void setHeaders(MultiMap headers, CompiledAccount account, CompiledAccount.Credential credential);

    /** @throws dev.sluice.gateway.error.GatewayException when the dialect cannot say it; names the field */
    Encoded encode(ChatRequest request, CompiledModel target);

    /** @throws IOException when it is no reply of this dialect */
    ChatReply reply(byte[] body) throws IOException;

    StreamDecoder stream();

    UpstreamClass classify(int status, byte[] body);
}
