package dev.sluice.gateway.endpoint;

import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.gateway.auth.Credentials;
import dev.sluice.gateway.endpoint.openai.ModelsEndpoint;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.error.ShedReason;
import dev.sluice.gateway.pipeline.Arrival;
import dev.sluice.gateway.pipeline.InferencePipeline;
import dev.sluice.gateway.pipeline.Stages.Authenticated;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** From the request's head to an endpoint: path, credential, body. One per event loop. */
final class Router implements Handler<HttpServerRequest> {
    private static final Logger LOG = Logger.getLogger(Router.class);
    private static final byte[] NO_ADDRESS = new byte[4];

    private final Shared shared;
    private final InferencePipeline pipeline;
    private final Cors cors;
    private final RequestIds ids = new RequestIds();

    Router(Shared shared, InferencePipeline pipeline) {
        this.shared = shared;
        this.pipeline = pipeline;
        this.cors = new Cors(shared.consoleOrigin());
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (cors.answered(request)) {
            return;
        }
        PolicySnapshot policy = shared.policy().get();
        if (policy == null) {
            refuse(request, new GatewayError.PolicyUnavailable());
            return;
        }
        try {
            route(request, policy);
        } catch (GatewayException e) {
            refuse(request, e.error());
        } catch (RuntimeException e) {
            LOG.error("a request failed for a reason of ours", e);
            refuse(request, new GatewayError.Internal());
        }
    }

    /** Before it is known whose request it is. */
    private void refuse(HttpServerRequest request, GatewayError error) {
        ErrorDialect errors = Route.of(request.path()) instanceof Route.Endpoint(CallEndpoint endpoint)
                ? endpoint.errors()
                : CallEndpoint.CHAT_COMPLETIONS.errors();
        new HttpResponder(request, errors, null, shared.draining().getAsBoolean()).fail(error);
    }

    private void route(HttpServerRequest request, PolicySnapshot policy) {
        Route route = Route.of(request.path());
        switch (route) {
            case Route.Endpoint(CallEndpoint endpoint) -> {
                require(request, HttpMethod.POST);
                call(request, policy, endpoint);
            }
            case Route.Account(AccountPath path) -> account(request, policy, path);
            case Route.KeptResponse _ ->
                throw new GatewayException(
                        new GatewayError.InvalidRequest(
                                null,
                                "The gateway keeps no responses, so none can be fetched, cancelled or deleted, nor counted or"
                                        + " compacted: take the answer of POST /v1/responses, and send the conversation as its input."));
            case Route.Models _ -> {
                require(request, HttpMethod.GET);
                Arrival arrival = arrival(request, policy, "models");
                Authenticated caller = authenticated(request, arrival);
                json(request, arrival, ModelsEndpoint.list(policy, caller.principal()));
            }
            case Route.Model model -> {
                require(request, HttpMethod.GET);
                Arrival arrival = arrival(request, policy, "models");
                Authenticated caller = authenticated(request, arrival);
                json(request, arrival, ModelsEndpoint.one(policy, caller.principal(), model.name()));
            }
            case Route.Unknown _ ->
                throw new GatewayException(
                        new GatewayError.UnknownPath(request.method().name(), shorten(String.valueOf(request.path()))));
        }
    }

    private void call(HttpServerRequest request, PolicySnapshot policy, CallEndpoint endpoint) {
        Arrival arrival = arrival(request, policy, endpoint.name());
        Authenticated caller = authenticated(request, arrival);
        HttpResponder responder = responder(request, endpoint.errors(), caller);
        withBody(request, caller, responder, body -> endpoint.handle(pipeline, caller, body, responder));
    }

    private void account(HttpServerRequest request, PolicySnapshot policy, AccountPath path) {
        Arrival arrival = arrival(request, policy, AccountEndpoint.NAME);
        Authenticated caller = authenticated(request, arrival);
        HttpResponder responder = responder(request, CallEndpoint.CHAT_COMPLETIONS.errors(), caller);
        withBody(
                request,
                caller,
                responder,
                body -> AccountEndpoint.handle(pipeline, caller, path, request, body, responder));
    }

    private HttpResponder responder(HttpServerRequest request, ErrorDialect errors, Authenticated caller) {
        HttpResponder responder = new HttpResponder(
                request, errors, caller.arrival(), shared.draining().getAsBoolean());
        if (caller.explained() != null) {
            responder.explain(caller.explained());
        }
        return responder;
    }

    /** Before the body is read: what is refused must cost little. */
    private void withBody(
            HttpServerRequest request, Authenticated caller, HttpResponder responder, Consumer<byte[]> action) {
        ShedReason reason = shared.overload().refuses();
        if (reason != null) {
            shed(caller, responder, new GatewayError.Shed(reason));
            return;
        }
        BodyReader.read(request, shared.maxBodyBytes(), shared.bodies()).onComplete(body -> {
            if (body.succeeded()) {
                guarded(responder, () -> action.accept(body.result()));
            } else if (body.cause() instanceof GatewayException e) {
                if (e.error() instanceof GatewayError.Shed shed) {
                    shed(caller, responder, shed);
                } else {
                    pipeline.refuseBody(caller, e.error());
                    responder.fail(e.error());
                }
            }
        });
    }

    private void shed(Authenticated caller, HttpResponder responder, GatewayError.Shed error) {
        shared.load().countShed();
        pipeline.refuseBody(caller, error);
        responder.fail(error);
    }

    private static void guarded(HttpResponder responder, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("a request failed for a reason of ours", e);
            responder.fail(new GatewayError.Internal());
        }
    }

    private Arrival arrival(HttpServerRequest request, PolicySnapshot policy, String endpoint) {
        long now = shared.clock().millis();
        String id = ids.next(now);
        return new Arrival(
                id,
                endpoint,
                policy,
                address(request.remoteAddress()),
                RequestHeaders.options(request.headers()),
                request.headers()::get,
                RequestHeaders.forwarded(request.headers(), id),
                now,
                System.nanoTime());
    }

    private Authenticated authenticated(HttpServerRequest request, Arrival arrival) {
        return pipeline.authenticate(arrival, Credentials.of(request.headers()));
    }

    private static byte[] address(SocketAddress remote) {
        InetAddress address = remote instanceof io.vertx.core.net.impl.SocketAddressImpl impl ? impl.ipAddress() : null;
        if (address == null && remote.hostAddress() != null) {
            address = new InetSocketAddress(remote.hostAddress(), 0).getAddress();
        }
        return address == null ? NO_ADDRESS : address.getAddress();
    }

    private static void require(HttpServerRequest request, HttpMethod method) {
        if (!request.method().equals(method)) {
            throw new GatewayException(
                    new GatewayError.WrongMethod(request.method().name(), method.name()));
        }
    }

    private void json(HttpServerRequest request, Arrival arrival, String body) {
        request.response()
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "private, no-store")
                .putHeader("x-request-id", arrival.requestId())
                .end(body);
    }

    private static String shorten(String path) {
        return path.length() <= 100 ? path : path.substring(0, 100) + "…";
    }
}
