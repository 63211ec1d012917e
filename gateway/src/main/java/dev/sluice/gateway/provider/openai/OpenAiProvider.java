package dev.sluice.gateway.provider.openai;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.provider.BodySplice;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.provider.Provider;
import dev.sluice.gateway.provider.ReplyReader;
import dev.sluice.gateway.provider.StreamReader;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/**
 * The OpenAI chat-completions dialect (platform documentation, "Create chat completion"), as OpenAI and compatible
 * providers speak it.
 */
public final class OpenAiProvider implements Provider {
    private static final ReplyReader USAGE_ALONE = body -> new ReplyReader.Reply(OpenAiUsage.ofReply(body), null);
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence IDENTITY = HttpHeaders.createOptimized("identity");

    @Override
    public void setHeaders(MultiMap headers, CompiledAccount account, CompiledAccount.Credential credential) {
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        headers.set(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        account.headers().forEach(headers::set);
        if (!credential.secret().isEmpty()) {
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + credential.secret());
        }
    }

    @Override
    public Outgoing chat(ChatCall call, CompiledModel target) {
        return new Outgoing(uri(target), BodySplice.chat(call, target.upstream()), List.of());
    }

    static String uri(CompiledModel target) {
        return target.account().baseUrl().path() + "/chat/completions";
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        return OpenAiErrors.classify(status, body);
    }

    @Override
    public boolean relaysErrors() {
        return true;
    }

    @Override
    public ReplyReader replyReader(ChatCall call) {
        return USAGE_ALONE;
    }

    @Override
    public StreamReader streamReader(ChatCall call) {
        return new OpenAiStreamReader(call.fields().includeUsage());
    }
}
