package dev.sluice.gateway.provider.bedrock;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.provider.ProviderDialect;
import dev.sluice.gateway.signing.UriEncoding;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.time.InstantSource;

/** AWS Bedrock's Converse (API reference of the Bedrock runtime), for whichever vendor's model. */
public final class BedrockDialect implements ProviderDialect {
    static final String JSON_TYPE = "application/json";
    private static final CharSequence JSON = HttpHeaders.createOptimized(JSON_TYPE);
    private static final CharSequence IDENTITY = HttpHeaders.createOptimized("identity");

    private final InstantSource clock;

    /** @param clock signatures are good for some minutes */
    public BedrockDialect(InstantSource clock) {
        this.clock = clock;
    }

    /** The model is one segment, encoded whole: ARNs hold slashes. */
    @Override
    public String uri(CompiledModel target, boolean stream) {
        return target.account().baseUrl().path() + "/model/" + UriEncoding.encode(target.upstream())
                + (stream ? "/converse-stream" : "/converse");
    }

    @Override
    public void setHeaders(
            MultiMap headers, Outgoing outgoing, CompiledModel target, CompiledAccount.Credential credential) {
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        headers.set(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        target.account().headers().forEach(headers::set);
        BedrockAuth.put(headers, outgoing, target.account(), credential, clock.instant());
    }

    @Override
    public Encoded encode(ChatRequest request, CompiledModel target) {
        return BedrockRequestEncoder.encode(request, BedrockModel.of(target));
    }

    @Override
    public ChatReply reply(byte[] body) throws IOException {
        return BedrockReplyDecoder.decode(body);
    }

    @Override
    public StreamDecoder stream() {
        return new BedrockStreamDecoder();
    }

    @Override
    public boolean takesImageAddresses() {
        return false;
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        return BedrockErrors.classify(status, body);
    }
}
