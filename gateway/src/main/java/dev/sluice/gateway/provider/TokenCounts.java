package dev.sluice.gateway.provider;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.InputEstimate;
import dev.sluice.gateway.inference.TokenCountCall;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's {@code count_tokens}: at Anthropic, which asks no money for it; at all others an estimate, made here, since
 * agents ask before each turn and do better with a rough answer than with none.
 */
record TokenCounts(ProviderDialect dialect, TokenCountCall call, CompiledModel target) implements Exchange {
    @Override
    public Outgoing outgoing() {
        return new Outgoing(
                dialect.uri(target, false) + "/count_tokens", BodySplice.model(call, target.upstream()), List.of());
    }

    @Override
    public @Nullable Buffer answer() {
        if (target.account().dialect() == Dialect.ANTHROPIC) {
            return null;
        }
        return Buffer.buffer("{\"input_tokens\":" + InputEstimate.tokens(call.body()) + "}");
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
        return _ -> new ReplyReader.Reply(Tokens.NONE, null);
    }

    @Override
    public StreamReader streamReader() {
        return dialect.passedStreamReader(call);
    }
}
