package dev.sluice.gateway.provider;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestScanner;
import dev.sluice.gateway.inference.chat.Content.Source;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.provider.vendor.ImageUrls;
import dev.sluice.gateway.provider.vendor.VendorShape;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a client that speaks the provider's own dialect; replies are read for their usage alone. Chats in OpenAI's dialect
 * are written anew where the vendor or the model would refuse them as they are.
 */
record PassedChat(ProviderDialect dialect, ChatCall call, CompiledModel target) implements Exchange {
    /** As clients are told of what is left out. */
    private static final String FOREIGN_THOUGHTS = "thinking";

    @Override
    public List<String> imageAddresses() {
        return call.dialect().wire() == Dialect.OPENAI && ImageUrls.mustBeInline(target)
                ? ImageUrls.in(call.body())
                : List.of();
    }

    @Override
    public Exchange with(Map<String, Source.Base64> images) {
        return new PassedChat(dialect, anew(ImageUrls.replaced(call.body(), images)), target);
    }

    private ChatCall anew(byte[] body) {
        return new ChatCall(body, RequestScanner.scan(body, Payload.ANY, true), call.dialect());
    }

    @Override
    public Outgoing outgoing() {
        String uri = dialect.uri(target, call.fields().stream());
        Encoded shaped = shaped();
        if (shaped == null) {
            ChatCall own = ForeignThoughts.without(call);
            boolean all = own.body().length == call.body().length;
            return new Outgoing(uri, dialect.passed(own, target), all ? List.of() : List.of(FOREIGN_THOUGHTS));
        }
        return new Outgoing(uri, dialect.passed(anew(shaped.body()), target), shaped.dropped());
    }

    private @Nullable Encoded shaped() {
        return switch (call.dialect().wire()) {
            case OPENAI -> VendorShape.mayChange(call.fields(), target) ? VendorShape.of(call.body(), target) : null;
            case COMPLETIONS -> VendorShape.ofCompletion(call.body(), target);
            case RESPONSES -> VendorShape.ofResponses(call.body(), target);
            default -> null;
        };
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
