package dev.sluice.gateway.endpoint.openai.completions;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.ClientDialect;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import java.util.UUID;

/** OpenAI's completions, as a client speaks them. */
public final class CompletionsDialect implements ClientDialect {
    public static final CompletionsDialect INSTANCE = new CompletionsDialect();

    private CompletionsDialect() {}

    @Override
    public Dialect wire() {
        return Dialect.COMPLETIONS;
    }

    @Override
    public ChatRequest request(byte[] body) {
        return CompletionsRequestDecoder.decode(body);
    }

    @Override
    public byte[] reply(ChatReply reply, ChatCall call) {
        return CompletionsReplyEncoder.encode(
                reply, newId(), seconds(), call.fields().model());
    }

    @Override
    public StreamEncoder stream(ChatCall call) {
        return new CompletionsStreamEncoder(
                newId(), seconds(), call.fields().model(), call.fields().includeUsage());
    }

    private static String newId() {
        return "cmpl-" + UUID.randomUUID().toString().replace("-", "");
    }

    private static long seconds() {
        return System.currentTimeMillis() / 1000;
    }
}
