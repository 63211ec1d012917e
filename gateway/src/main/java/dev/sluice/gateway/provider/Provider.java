package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.ChatCall;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** How to speak to a provider. Stateless and shared by all event loops. */
public interface Provider {
    /** Path and query of a chat call, the account's base path included. */
    String chatUri(CompiledModel target);

    /** Sets credential, content type and the account's fixed headers; the client's own keys are not in {@code headers}. */
    void setHeaders(MultiMap headers, CompiledAccount account, CompiledAccount.Credential credential);

    /** The bytes to send for the target: the client's, with {@code model} replaced and usage asked for. */
    Buffer chatBody(ChatCall call, CompiledModel target);

    /** The class of a reply that is not a success. */
    UpstreamClass classify(int status, byte[] body);

    /** A reader of one whole reply. */
    ReplyReader replyReader();

    /** A reader of one stream. Holds state: one per attempt. */
    StreamReader streamReader(ChatCall call);
}
