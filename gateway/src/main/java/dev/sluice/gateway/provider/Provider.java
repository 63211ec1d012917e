package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.ChatCall;
import io.vertx.core.MultiMap;

/** How to have a call served by a provider: passed through, or translated. Stateless and shared by all event loops. */
public interface Provider {
    /** Sets credential, content type and the account's fixed headers; the client's own keys are not in {@code headers}. */
    void setHeaders(MultiMap headers, CompiledAccount account, CompiledAccount.Credential credential);

    /** @throws dev.sluice.gateway.error.GatewayException when the call cannot be said in the provider's dialect */
    Outgoing chat(ChatCall call, CompiledModel target);

    /** The class of a reply that is not a success. */
    UpstreamClass classify(int status, byte[] body);

    /** Whether the provider's own words on an error are in the client's dialect. */
    boolean relaysErrors();

    /** A reader of one whole reply. */
    ReplyReader replyReader(ChatCall call);

    /** A reader of one stream. Holds state: one per attempt. */
    StreamReader streamReader(ChatCall call);
}
