package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.ClientDialect;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import java.util.UUID;

/** OpenAI's Responses API, as a client speaks it. */
public final class ResponsesDialect implements ClientDialect {
    public static final ResponsesDialect INSTANCE = new ResponsesDialect();

    private ResponsesDialect() {}

    @Override
    public Dialect wire() {
        return Dialect.RESPONSES;
    }

    @Override
    public ChatRequest request(byte[] body) {
        return ResponsesRequestDecoder.decode(body);
    }

    @Override
    public byte[] reply(ChatReply reply, ChatCall call) {
        return ResponsesReplyEncoder.encode(reply, response(call));
    }

    @Override
    public StreamEncoder stream(ChatCall call) {
        return new ResponsesStreamEncoder(response(call));
    }

    private static ResponseObject response(ChatCall call) {
        String suffix = UUID.randomUUID().toString().replace("-", "");
        return new ResponseObject(
                suffix, System.currentTimeMillis() / 1000, call.fields().model(), call.body());
    }
}
