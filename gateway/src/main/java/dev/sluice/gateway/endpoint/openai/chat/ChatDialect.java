package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.ClientDialect;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import java.util.UUID;

/** OpenAI's chat completions, as a client speaks them. */
public final class ChatDialect implements ClientDialect {
    public static final ChatDialect INSTANCE = new ChatDialect();

    private ChatDialect() {}

    @Override
    public Dialect wire() {
        return Dialect.OPENAI;
    }

    @Override
    public ChatRequest request(byte[] body) {
        return ChatRequestDecoder.decode(body);
    }

    @Override
    public byte[] reply(ChatReply reply, ChatCall call) {
        return ChatReplyEncoder.encode(reply, newId(), seconds(), call.fields().model());
    }

    @Override
    public StreamEncoder stream(ChatCall call) {
        return new ChatStreamEncoder(
                newId(), seconds(), call.fields().model(), call.fields().includeUsage());
    }

    /** One of ours: what a provider of another dialect calls its answer means nothing to the client. */
    private static String newId() {
        return "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
    }

    private static long seconds() {
        return System.currentTimeMillis() / 1000;
    }
}
