package dev.sluice.gateway.inference;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.StreamEncoder;

/** The dialect a client speaks, for providers that speak another. Stateless. */
public interface ClientDialect {
    /** Which it is: a provider that speaks the same gets the client's bytes. */
    Dialect wire();

    /** @throws dev.sluice.gateway.error.GatewayException when it is no request of this dialect; names the field */
    ChatRequest request(byte[] body);

    /** @param call which is answered: the model has the name that the client gave it */
    byte[] reply(ChatReply reply, ChatCall call);

    /** @param call which is answered, as above */
    StreamEncoder stream(ChatCall call);

    /**
     * What says nothing but that the stream is alive, between two of its events. Readers of server-sent events pass over a
     * comment, which is a line that begins with a colon.
     */
    default String heartbeat() {
        return ": keep-alive\n\n";
    }
}
