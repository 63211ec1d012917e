package dev.sluice.gateway.endpoint;

import dev.sluice.gateway.endpoint.anthropic.MessagesDialect;
import dev.sluice.gateway.endpoint.anthropic.MessagesErrors;
import dev.sluice.gateway.endpoint.openai.OpenAiErrorBody;
import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import dev.sluice.gateway.endpoint.openai.completions.CompletionsDialect;
import dev.sluice.gateway.endpoint.openai.responses.ResponsesDialect;
import dev.sluice.gateway.endpoint.openai.responses.ResponsesErrors;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.ClientDialect;
import dev.sluice.gateway.inference.EmbeddingsCall;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestFields;
import dev.sluice.gateway.inference.RequestScanner;
import dev.sluice.gateway.inference.TokenCountCall;
import dev.sluice.gateway.pipeline.InferencePipeline;
import dev.sluice.gateway.pipeline.Stages.Authenticated;
import dev.sluice.gateway.pipeline.Stages.Received;
import java.util.function.BiFunction;

/**
 * A path at which clients call models: from the body's bytes to the pipeline.
 *
 * @param name as records and metrics have it
 * @param payload what a body must have
 */
record CallEndpoint(String name, Payload payload, ErrorDialect errors, BiFunction<byte[], RequestFields, Call> call) {
    /** {@code POST /v1/chat/completions}. */
    static final CallEndpoint CHAT_COMPLETIONS =
            chat("chat.completions", Payload.MESSAGES, ChatDialect.INSTANCE, OpenAiErrorBody.INSTANCE);
    /** {@code POST /v1/completions}. */
    static final CallEndpoint COMPLETIONS =
            chat("completions", Payload.PROMPT, CompletionsDialect.INSTANCE, OpenAiErrorBody.INSTANCE);
    /** {@code POST /v1/embeddings}. */
    static final CallEndpoint EMBEDDINGS =
            new CallEndpoint("embeddings", Payload.INPUT, OpenAiErrorBody.INSTANCE, EmbeddingsCall::new);
    /** {@code POST /v1/responses}. */
    static final CallEndpoint RESPONSES =
            chat("responses", Payload.ITEMS, ResponsesDialect.INSTANCE, ResponsesErrors.INSTANCE);
    /** {@code POST /v1/messages}. */
    static final CallEndpoint MESSAGES =
            chat("messages", Payload.MESSAGES, MessagesDialect.INSTANCE, MessagesErrors.INSTANCE);
    /** {@code POST /v1/messages/count_tokens}. */
    static final CallEndpoint COUNT_TOKENS =
            new CallEndpoint("messages.count_tokens", Payload.MESSAGES, MessagesErrors.INSTANCE, TokenCountCall::new);

    private static CallEndpoint chat(String name, Payload payload, ClientDialect dialect, ErrorDialect errors) {
        return new CallEndpoint(name, payload, errors, (body, fields) -> new ChatCall(body, fields, dialect));
    }

    /** @param body the whole body, decompressed */
    void handle(InferencePipeline pipeline, Authenticated authenticated, byte[] body, HttpResponder responder) {
        long lastByteNanos = System.nanoTime();
        try {
            boolean named = authenticated.arrival().options().model() != null;
            RequestFields fields = RequestScanner.scan(body, payload, named);
            pipeline.serve(new Received(authenticated, call.apply(body, fields), lastByteNanos), responder);
        } catch (GatewayException e) {
            refuse(pipeline, authenticated, responder, e.error());
        }
    }

    /** A body that is no such request, or too large to be looked at. */
    void refuse(InferencePipeline pipeline, Authenticated authenticated, HttpResponder responder, GatewayError error) {
        pipeline.refuseBody(authenticated, error);
        responder.fail(error);
    }
}
