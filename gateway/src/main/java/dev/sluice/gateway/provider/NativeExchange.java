package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.Bytes;
import dev.sluice.gateway.inference.NativeCall;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** A request passed to an account as it came. Usage is read where the reply has the form of the account's dialect. */
record NativeExchange(ProviderDialect dialect, NativeCall call) implements Exchange {
    @Override
    public HttpMethod method() {
        return call.method();
    }

    @Override
    public Outgoing outgoing() {
        return new Outgoing(
                call.target().account().baseUrl().path() + call.path(), Bytes.buffer(call.body()), List.of());
    }

    @Override
    public void setHeaders(MultiMap headers, Outgoing outgoing, CompiledAccount.Credential credential) {
        dialect.setHeaders(headers, outgoing, call.target(), credential);
        String contentType = call.contentType();
        if (contentType == null) {
            headers.remove(HttpHeaders.CONTENT_TYPE);
        } else {
            headers.set(HttpHeaders.CONTENT_TYPE, contentType);
        }
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        return dialect.classify(status, body);
    }

    @Override
    public boolean relaysErrors() {
        return true;
    }

    /** What is no answer of a model has no usage, and is no mistake. */
    @Override
    public ReplyReader replyReader() {
        return body -> {
            ReplyReader.Reply reply = dialect.passedReplyReader().read(body);
            Tokens usage = reply == null ? null : reply.usage();
            return new ReplyReader.Reply(usage == null ? Tokens.NONE : usage, null);
        };
    }

    @Override
    public StreamReader streamReader() {
        return dialect.passedStreamReader(call);
    }
}
