package dev.sluice.gateway.provider;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ParameterOverrides;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.Bytes;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Content.Source;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.provider.vendor.ImageUrls;
import dev.sluice.gateway.provider.vendor.VendorShape;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A chat whose client and provider speak differently: both sides speak the neutral vocabulary to each other. */
final class TranslatedChat implements Exchange {
    private final Dialect spoken;
    private final ProviderDialect dialect;
    private final ChatCall call;
    private final CompiledModel target;
    private final ParameterOverrides overrides;
    private final Map<String, Source.Base64> images;
    private @Nullable ChatRequest request;
    private ClientToolNames toolNames = new ClientToolNames(Map.of());

    /** @param spoken the dialect's name */
    TranslatedChat(
            Dialect spoken,
            ProviderDialect dialect,
            ChatCall call,
            CompiledModel target,
            ParameterOverrides overrides) {
        this(spoken, dialect, call, target, overrides, Map.of(), null);
    }

    private TranslatedChat(
            Dialect spoken,
            ProviderDialect dialect,
            ChatCall call,
            CompiledModel target,
            ParameterOverrides overrides,
            Map<String, Source.Base64> images,
            @Nullable ChatRequest request) {
        this.spoken = spoken;
        this.dialect = dialect;
        this.call = call;
        this.target = target;
        this.overrides = overrides;
        this.images = images;
        this.request = request;
    }

    private ChatRequest request() {
        ChatRequest decoded = request;
        if (decoded == null) {
            decoded = OverriddenRequest.of(call.dialect().request(call.body()), overrides);
            request = decoded;
        }
        return decoded;
    }

    @Override
    public List<String> imageAddresses() {
        return dialect.takesImageAddresses() && !ImageUrls.mustBeInline(target)
                ? List.of()
                : InlineImages.addresses(request());
    }

    @Override
    public Exchange with(Map<String, Source.Base64> found) {
        return new TranslatedChat(spoken, dialect, call, target, overrides, found, request);
    }

    @Override
    public Outgoing outgoing() {
        Encoded encoded = shaped(encode(whole(), new ArrayList<>()));
        if (target.takes().rejects() && !encoded.dropped().isEmpty()) {
            String field = encoded.dropped().getFirst();
            throw new GatewayException(new GatewayError.UnsupportedParameter(
                    field, "'" + field + "' is not taken by the model '" + target.name() + "': leave it out"));
        }
        toolNames = new ClientToolNames(encoded.renamedTools());
        return new Outgoing(
                dialect.uri(target, call.fields().stream()), Bytes.buffer(encoded.body()), encoded.dropped());
    }

    private ChatRequest whole() {
        return images.isEmpty() ? request() : InlineImages.put(request(), images);
    }

    /** @param dropped to which is added what has to go so that the rest can be said */
    private Encoded encode(ChatRequest request, List<String> dropped) {
        try {
            if (request.choices() > 1 && !dialect.givesSeveralAnswers()) {
                throw new GatewayException(new GatewayError.UnsupportedParameter(
                        "n",
                        "n must be 1 for this model, whose provider gives one answer: send the request again instead"));
            }
            Encoded encoded = dialect.encode(request, target);
            dropped.addAll(encoded.dropped());
            return new Encoded(encoded.body(), dropped, encoded.renamedTools());
        } catch (GatewayException e) {
            if (target.takes().drops() && e.error() instanceof GatewayError.UnsupportedParameter unsupported) {
                ChatRequest less = LessAsked.without(request, unsupported.param());
                if (less != null) {
                    dropped.add(unsupported.param());
                    return encode(less, dropped);
                }
            }
            throw e;
        }
    }

    /** As the vendor takes it; only OpenAI's dialect is spoken by many. */
    private Encoded shaped(Encoded encoded) {
        Encoded shaped = spoken == Dialect.OPENAI ? VendorShape.of(encoded.body(), target) : null;
        if (shaped == null) {
            return encoded;
        }
        List<String> dropped = new ArrayList<>(encoded.dropped());
        dropped.addAll(shaped.dropped());
        return new Encoded(shaped.body(), dropped, encoded.renamedTools());
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
        return false;
    }

    @Override
    public ReplyReader replyReader() {
        return this::read;
    }

    private ReplyReader.@Nullable Reply read(byte[] body) {
        try {
            ChatReply reply = toolNames.in(dialect.reply(body));
            byte[] forClient = call.dialect().reply(reply, call);
            return ReplyReader.Reply.of(reply, Bytes.buffer(forClient));
        } catch (FailedReply e) {
            return ReplyReader.Reply.failed(e);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public StreamReader streamReader() {
        return new DecodedStream(toolNames.in(dialect.stream()), call.dialect().stream(call));
    }
}
