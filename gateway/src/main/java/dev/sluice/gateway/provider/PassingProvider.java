package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.ChatCall;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes the bytes of clients that speak the provider's own dialect; replies are read for their usage alone. */
final class PassingProvider implements Provider {
    private final ProviderDialect dialect;

    PassingProvider(ProviderDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public void setHeaders(MultiMap headers, CompiledAccount account, CompiledAccount.Credential credential) {
        dialect.setHeaders(headers, account, credential);
    }

    @Override
    public Outgoing chat(ChatCall call, CompiledModel target) {
        return new Outgoing(
                dialect.uri(target, call.fields().stream()), BodySplice.model(call, target.upstream()), List.of());
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
    public ReplyReader replyReader(ChatCall call) {
        return this::read;
    }

    private ReplyReader.@Nullable Reply read(byte[] body) {
        try {
            return new ReplyReader.Reply(dialect.reply(body).usage(), null);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public StreamReader streamReader(ChatCall call) {
        return new DecodedStream(dialect.stream(), null);
    }
}
