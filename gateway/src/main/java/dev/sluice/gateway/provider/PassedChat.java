package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.ChatCall;
import io.vertx.core.MultiMap;
import java.util.List;

/** The bytes of a client that speaks the provider's own dialect; replies are read for their usage alone. */
record PassedChat(ProviderDialect dialect, ChatCall call, CompiledModel target) implements Exchange {
    @Override
    public Outgoing outgoing() {
        return new Outgoing(
                dialect.uri(target, call.fields().stream()),
                dialect.passed(ForeignThoughts.without(call), target),
                List.of());
    }

    @Override
    public void setHeaders(MultiMap headers, Outgoing outgoing, CompiledAccount.Credential credential) {
        dialect.setHeaders(headers, outgoing, target, credential);
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        return dialect.classify(status, body);
    }

    @Override
    public boolean relaysErrors() {
        return true;
    }

    @Override
    public ReplyReader replyReader() {
        return dialect.passedReplyReader();
    }

    @Override
    public StreamReader streamReader() {
        return dialect.passedStreamReader(call);
    }
}
