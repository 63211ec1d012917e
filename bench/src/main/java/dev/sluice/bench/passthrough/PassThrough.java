package dev.sluice.bench.passthrough;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.gateway.connection.Connections;
import dev.sluice.gateway.dispatch.AttemptLimits;
import dev.sluice.gateway.dispatch.AttemptWatch;
import dev.sluice.gateway.dispatch.Deadlines;
import dev.sluice.gateway.dispatch.Dispatch;
import dev.sluice.gateway.dispatch.DispatchPlan;
import dev.sluice.gateway.dispatch.Lateness;
import dev.sluice.gateway.dispatch.RefusedParameters;
import dev.sluice.gateway.dispatch.RequestDeadline;
import dev.sluice.gateway.dispatch.UpstreamClients;
import dev.sluice.gateway.dispatch.Upstreams;
import dev.sluice.gateway.endpoint.BodyBudget;
import dev.sluice.gateway.endpoint.BodyReader;
import dev.sluice.gateway.endpoint.DataPlane;
import dev.sluice.gateway.endpoint.HttpResponder;
import dev.sluice.gateway.endpoint.openai.OpenAiErrorBody;
import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.hedge.HedgeBudgets;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestFields;
import dev.sluice.gateway.inference.RequestScanner;
import dev.sluice.gateway.overload.TargetSlots;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads, scans, dispatches and relays as the gateway does: no key, no rule, no record, no metric. One per event loop. */
final class PassThrough extends AbstractVerticle {
    private static final long MAX_BODY = 32L << 20;

    private final int port;
    private final CompiledAccount account;
    private final Map<String, CompiledModel> models = new HashMap<>();
    private final BodyBudget bodies = BodyBudget.ofHeap();
    private final TargetHealth health = new TargetHealth();
    private final HedgeBudgets hedges = new HedgeBudgets();
    private final TargetSlots slots = new TargetSlots(Integer.MAX_VALUE);
    private final Deadlines deadlines = new Deadlines();
    private final RefusedParameters refused = new RefusedParameters();
    private @Nullable UpstreamClients clients;

    PassThrough(int port, int upstreamPort) {
        this.port = port;
        account = new CompiledAccount(
                "mock",
                "openai-compatible",
                Dialect.OPENAI,
                BaseUrl.parse("http://127.0.0.1:" + upstreamPort + "/v1", true),
                true,
                List.of(new CompiledAccount.Secret("default", "provider-secret-of-the-bench", 1)),
                ProviderAccountSpec.Timeouts.DEFAULTS,
                ProviderAccountSpec.OnDisconnect.CANCEL,
                Map.of(),
                0);
    }

    @Override
    public void start(Promise<Void> started) {
        clients = new UpstreamClients(vertx);
        vertx.setPeriodic(Deadlines.PERIOD_MS, _ -> deadlines.check());
        vertx.createHttpServer(DataPlane.options())
                .connectionHandler(new Connections(Connections.Bounds.NONE).onLoop(vertx))
                .requestHandler(this::handle)
                .exceptionHandler(_ -> {})
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void handle(HttpServerRequest request) {
        long arrived = System.nanoTime();
        HttpResponder responder = new HttpResponder(request, OpenAiErrorBody.INSTANCE, null, false);
        BodyReader.read(request, MAX_BODY, bodies).onSuccess(body -> dispatch(body, responder, arrived));
    }

    private void dispatch(byte[] body, HttpResponder responder, long arrived) {
        RequestFields fields = RequestScanner.scan(body, Payload.MESSAGES, false);
        Dispatch dispatch = new Dispatch(
                new Upstreams(
                        Objects.requireNonNull(clients),
                        deadlines,
                        refused,
                        AttemptWatch.NONE,
                        health,
                        Lateness.UNKNOWN,
                        hedges,
                        slots),
                new ChatCall(body, fields, ChatDialect.INSTANCE),
                DispatchPlan.of(models.computeIfAbsent(fields.model(), this::model)),
                responder,
                AttemptLimits.NONE,
                Map.of(),
                new RequestDeadline(arrived, 0),
                System.nanoTime());
        responder.onGone(dispatch::clientGone);
        dispatch.start().onSuccess(result -> {
            if (result.error() != null && !result.replied()) {
                responder.fail(result.error());
            }
        });
    }

    private CompiledModel model(String name) {
        return new CompiledModel(name, name, name, account, null, 1);
    }

    @Override
    public void stop() {
        if (clients != null) {
            clients.close();
        }
    }
}
