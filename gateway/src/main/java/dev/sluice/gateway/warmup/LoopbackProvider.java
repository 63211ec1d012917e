package dev.sluice.gateway.warmup;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Objects;

/** Answers as a provider does: a whole reply, a stream with its usage at the end, an error. */
class LoopbackProvider {
    private static final int EVENTS = 20;
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":40,\"total_tokens\":240,\"prompt_tokens_details\":"
                    + "{\"cached_tokens\":64},\"completion_tokens_details\":{\"reasoning_tokens\":8}}";
    private static final String TOOL_CALL =
            "\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\","
                    + "\"arguments\":\"{\\\"place\\\":\\\"Bern\\\"}\"}}]";
    private static final Buffer WHOLE =
            Buffer.buffer("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,"
                    + "\"model\":\"chat\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                    + "It is about a fox and a dog. ".repeat(25) + "\"},\"finish_reason\":\"stop\"}]," + USAGE + "}");
    private static final Buffer ERROR = Buffer.buffer("{\"error\":{\"message\":\"no such parameter\",\"type\":"
            + "\"invalid_request_error\",\"param\":null,\"code\":null}}");
    private static final Buffer FIRST = event("{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}", "");
    private static final Buffer WORD =
            event("{\"index\":0,\"delta\":{\"content\":\" fox\"},\"finish_reason\":null}", "");
    private static final Buffer TOOL = event("{\"index\":0,\"delta\":{" + TOOL_CALL + "},\"finish_reason\":null}", "");
    private static final Buffer LAST = event("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}", "")
            .appendBuffer(event("", "," + USAGE))
            .appendString("data: [DONE]\n\n");

    private Runnable left = () -> {};

    private static Buffer event(String choice, String rest) {
        return Buffer.buffer("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                + "\"model\":\"chat\",\"choices\":[" + choice + "]" + rest + "}\n\n");
    }

    /** @param clients lets those leave who do so as they are answered; called on the provider's event loop */
    void tell(Runnable clients) {
        left = clients;
    }

    /** @return the port it listens on, on the event loop of the caller, until the caller's verticle is undeployed */
    Future<Integer> open(Vertx vertx) {
        return vertx.createHttpServer(new HttpServerOptions().setTracingPolicy(TracingPolicy.IGNORE))
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body.toString())))
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort);
    }

    void answer(HttpServerRequest request, String body) {
        HttpServerResponse response = request.response();
        if (body.contains("\"model\":\"failing\"")) {
            response.setStatusCode(400)
                    .putHeader("content-type", "application/json")
                    .end(ERROR);
        } else if (body.contains("\"stream\":true")) {
            response.putHeader("content-type", "text/event-stream").setChunked(true);
            response.write(FIRST);
            response.write(body.contains("\"tools\"") ? TOOL : WORD);
            // The rest comes later, so that the relay meets both: events alone and several at once.
            // Where the client leaves, it never comes: the gateway is to end this.
            if (!body.contains(Calls.LEFT)) {
                Objects.requireNonNull(Vertx.currentContext()).runOnContext(_ -> rest(response));
            }
        } else {
            response.putHeader("content-type", "application/json").end(WHOLE);
            if (body.contains(Calls.LEFT)) { // afterwards, since the answer is sent when all that has come is read
                Objects.requireNonNull(Vertx.currentContext()).runOnContext(_ -> left.run());
            }
        }
    }

    private static void rest(HttpServerResponse response) {
        for (int i = 0; i < EVENTS; i++) {
            response.write(WORD);
        }
        response.end(LAST);
    }
}
