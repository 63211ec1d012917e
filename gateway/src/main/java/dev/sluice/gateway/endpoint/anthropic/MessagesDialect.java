package dev.sluice.gateway.endpoint.anthropic;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.ClientDialect;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import java.util.UUID;

/** Anthropic's Messages, as a client speaks them. */
public final class MessagesDialect implements ClientDialect {
    public static final MessagesDialect INSTANCE = new MessagesDialect();

    private MessagesDialect() {}

    @Override
    public Dialect wire() {
        return Dialect.ANTHROPIC;
    }

    @Override
    public ChatRequest request(byte[] body) {
        return MessagesRequestDecoder.decode(body);
    }

    @Override
    public byte[] reply(ChatReply reply, ChatCall call) {
        return MessagesReplyEncoder.encode(reply, newId(), call.fields().model());
    }

    @Override
    public StreamEncoder stream(ChatCall call) {
        return new MessagesStreamEncoder(newId(), call.fields().model());
    }

    @Override
    public String heartbeat() {
        return "event: ping\ndata: {\"type\":\"ping\"}\n\n";
    }

    private static String newId() {
        return "msg_" + UUID.randomUUID().toString().replace("-", "");
    }
}
