package dev.sluice.gateway.provider.vertex;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.provider.BodySplice;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.provider.ProviderDialect;
import dev.sluice.gateway.provider.ReplyReader;
import dev.sluice.gateway.provider.StreamReader;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Claude on Vertex AI: Anthropic's bodies, in which the version takes the place of the model ("Claude on Vertex AI"). */
public final class VertexClaude implements ProviderDialect {
    private static final String VERSION = "\"anthropic_version\":\"vertex-2023-10-16\"";

    private final ProviderDialect anthropic;
    private final ProviderDialect google;

    /**
     * @param anthropic whose bodies these are
     * @param google whose errors come when the call does not get as far as the model
     */
    public VertexClaude(ProviderDialect anthropic, ProviderDialect google) {
        this.anthropic = anthropic;
        this.google = google;
    }

    @Override
    public String uri(CompiledModel target, boolean stream) {
        return VertexModel.of(target).uri(target, stream ? "streamRawPredict" : "rawPredict");
    }

    @Override
    public void setHeaders(
            MultiMap headers, Outgoing outgoing, CompiledModel target, CompiledAccount.Credential credential) {
        VertexHeaders.set(headers, target.account(), credential);
    }

    @Override
    public Encoded encode(ChatRequest request, CompiledModel target) {
        Encoded encoded = anthropic.encode(request, target);
        byte[] body = encoded.body();
        byte[] model = ("{\"model\":\""
                        + new String(
                                JsonStringEncoder.getInstance().quoteAsUTF8(target.upstream()), StandardCharsets.UTF_8)
                        + "\"")
                .getBytes(StandardCharsets.UTF_8);
        if (body.length < model.length || !Arrays.equals(body, 0, model.length, model, 0, model.length)) {
            throw new IllegalStateException("a body of Anthropic's dialect does not begin with its model");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + VERSION.length());
        out.write('{');
        out.writeBytes(VERSION.getBytes(StandardCharsets.US_ASCII));
        out.write(body, model.length, body.length - model.length);
        return new Encoded(out.toByteArray(), encoded.dropped());
    }

    @Override
    public ChatReply reply(byte[] body) throws IOException {
        return anthropic.reply(body);
    }

    @Override
    public StreamDecoder stream() {
        return anthropic.stream();
    }

    @Override
    public UpstreamClass classify(int status, byte[] body) {
        return isGoogles(body) ? google.classify(status, body) : anthropic.classify(status, body);
    }

    /** Anthropic's name a type at the top; Google's are an object, or a list of one, with the error alone. */
    private static boolean isGoogles(byte[] body) {
        return !new String(body, StandardCharsets.UTF_8).contains("\"type\":");
    }

    @Override
    public Buffer passed(Call call, CompiledModel target) {
        return BodySplice.insteadOfModel(call, VERSION);
    }

    @Override
    public ReplyReader passedReplyReader() {
        return anthropic.passedReplyReader();
    }

    @Override
    public StreamReader passedStreamReader(Call call) {
        return anthropic.passedStreamReader(call);
    }
}
