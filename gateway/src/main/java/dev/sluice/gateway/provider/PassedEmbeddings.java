package dev.sluice.gateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.Bytes;
import dev.sluice.gateway.inference.EmbeddingsCall;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestScanner;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.embedding.EmbeddingReply;
import dev.sluice.gateway.inference.embedding.EmbeddingsReplyEncoder;
import dev.sluice.gateway.inference.embedding.EmbeddingsRequestDecoder;
import dev.sluice.gateway.provider.vendor.VendorShape;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of a provider that is asked as OpenAI is. Not all of them know base64, which OpenAI's SDKs ask for by default
 * and then cannot do without: numbers are turned into it here.
 *
 * @param uri path and query, the account's base path included
 */
record PassedEmbeddings(ProviderDialect dialect, String uri, EmbeddingsCall call, CompiledModel target)
        implements Exchange {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Outgoing outgoing() {
        Encoded shaped = VendorShape.ofEmbeddings(call.body(), target);
        if (shaped == null) {
            return new Outgoing(uri, BodySplice.model(call, target.upstream()), List.of());
        }
        EmbeddingsCall anew =
                new EmbeddingsCall(shaped.body(), RequestScanner.scan(shaped.body(), Payload.INPUT, true));
        return new Outgoing(uri, BodySplice.model(anew, target.upstream()), shaped.dropped());
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
        return this::read;
    }

    private ReplyReader.@Nullable Reply read(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            JsonNode data = root.path("data");
            if (!data.isArray() || data.isEmpty()) {
                return null;
            }
            Tokens usage = Vectors.input(root.path("usage").path("prompt_tokens"));
            boolean numbers = data.get(0).path("embedding").isArray();
            return numbers && EmbeddingsRequestDecoder.asksForBase64(call.body())
                    ? new ReplyReader.Reply(usage, inBase64(data, usage))
                    : new ReplyReader.Reply(usage, null);
        } catch (IOException e) {
            return null;
        }
    }

    private Buffer inBase64(JsonNode data, @Nullable Tokens usage) throws IOException {
        List<float[]> vectors = new ArrayList<>(data.size());
        for (JsonNode element : data) {
            vectors.add(Vectors.one(element.path("embedding")));
        }
        return Bytes.buffer(EmbeddingsReplyEncoder.encode(new EmbeddingReply(vectors, usage), call, true));
    }

    @Override
    public StreamReader streamReader() {
        return dialect.passedStreamReader(call);
    }
}
