package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.error.UpstreamClass;
import io.vertx.core.MultiMap;

/** A call that the target's provider has nothing for: refused before anything is sent. */
public record NotServed(GatewayError error) implements Exchange {
    @Override
    public Outgoing outgoing() {
        throw new GatewayException(error);
    }

    @Override
    public void setHeaders(MultiMap headers, Outgoing outgoing, CompiledAccount.Credential credential) {
        throw neverSent();
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        throw neverSent();
    }

    @Override
    public boolean relaysErrors() {
        return false;
    }

    @Override
    public ReplyReader replyReader() {
        throw neverSent();
    }

    @Override
    public StreamReader streamReader() {
        throw neverSent();
    }

    private static IllegalStateException neverSent() {
        return new IllegalStateException("nothing was sent");
    }
}
