package dev.sluice.gateway.endpoint;

import dev.sluice.gateway.endpoint.anthropic.MessagesDialect;
import dev.sluice.gateway.endpoint.anthropic.MessagesErrors;
import dev.sluice.gateway.endpoint.openai.OpenAiErrorBody;
import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.ClientDialect;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestFields;
import dev.sluice.gateway.inference.RequestScanner;
import dev.sluice.gateway.pipeline.InferencePipeline;
import dev.sluice.gateway.pipeline.Stages.Authenticated;
import dev.sluice.gateway.pipeline.Stages.Received;

/**
 * A path at which clients chat: from the body's bytes to the pipeline.
 *
 * @param name as records and metrics have it
 */
record ChatEndpoint(String name, ClientDialect dialect, ErrorDialect errors) {
    /** {@code POST /v1/chat/completions}. */
    static final ChatEndpoint CHAT_COMPLETIONS =
            new ChatEndpoint("chat.completions", ChatDialect.INSTANCE, OpenAiErrorBody.INSTANCE);
    /** {@code POST /v1/messages}. */
    static final ChatEndpoint MESSAGES =
            new ChatEndpoint("messages", MessagesDialect.INSTANCE, MessagesErrors.INSTANCE);

    /** @param body the whole body, decompressed */
    void handle(InferencePipeline pipeline, Authenticated authenticated, byte[] body, HttpResponder responder) {
        long lastByteNanos = System.nanoTime();
        try {
            boolean named = authenticated.arrival().options().model() != null;
            RequestFields fields = RequestScanner.scan(body, Payload.MESSAGES, named);
            pipeline.serve(new Received(authenticated, new ChatCall(body, fields, dialect), lastByteNanos), responder);
        } catch (GatewayException e) {
            refuse(pipeline, authenticated, responder, e.error());
        }
    }

    /** A body that is no chat request, or too large to be looked at. */
    void refuse(InferencePipeline pipeline, Authenticated authenticated, HttpResponder responder, GatewayError error) {
        pipeline.refuseBody(authenticated, error);
        responder.fail(error);
    }
}
