package dev.sluice.gateway.endpoint.openai;

import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.ChatFields;
import dev.sluice.gateway.inference.ChatScanner;
import dev.sluice.gateway.pipeline.InferencePipeline;
import dev.sluice.gateway.pipeline.Stages.Authenticated;
import dev.sluice.gateway.pipeline.Stages.Received;

/** {@code POST /v1/chat/completions}: from the body's bytes to the pipeline. */
public final class ChatCompletionsEndpoint {
    public static final String NAME = "chat.completions";

    private ChatCompletionsEndpoint() {}

    /** @param body the whole body, decompressed */
    public static void handle(
            InferencePipeline pipeline, Authenticated authenticated, byte[] body, OpenAiResponder responder) {
        long lastByteNanos = System.nanoTime();
        try {
            boolean named = authenticated.arrival().options().model() != null;
            ChatFields fields = ChatScanner.scan(body, named);
            pipeline.serve(new Received(authenticated, new ChatCall(body, fields, ChatDialect.INSTANCE), lastByteNanos), responder);
        } catch (GatewayException e) {
            refuse(pipeline, authenticated, responder, e.error());
        }
    }

    /** A body that is no chat request, or too large to be looked at. */
    public static void refuse(
            InferencePipeline pipeline, Authenticated authenticated, OpenAiResponder responder, GatewayError error) {
        pipeline.refuseBody(authenticated, error);
        responder.fail(error);
    }
}
