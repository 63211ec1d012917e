package dev.sluice.gateway.endpoint;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.NativeCall;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestFields;
import dev.sluice.gateway.inference.RequestScanner;
import dev.sluice.gateway.pipeline.InferencePipeline;
import dev.sluice.gateway.pipeline.Stages.Authenticated;
import dev.sluice.gateway.pipeline.Stages.Received;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code /accounts/{name}/…}: anything a provider offers, with the account's credential, under the caller's access, metered.
 * A request that names a model needs that Model; one that does not (files, batches, lists) needs all of the account's.
 */
final class AccountEndpoint {
    /** As records and metrics have it. */
    static final String NAME = "accounts";

    private AccountEndpoint() {}

    /** @param body the whole body, decompressed; empty when there is none */
    static void handle(
            InferencePipeline pipeline,
            Authenticated authenticated,
            AccountPath path,
            HttpServerRequest request,
            byte[] body,
            HttpResponder responder) {
        long lastByteNanos = System.nanoTime();
        try {
            NativeCall call = call(authenticated.arrival().policy(), path, request, body);
            pipeline.serve(new Received(authenticated, call, lastByteNanos), responder);
        } catch (GatewayException e) {
            pipeline.refuseBody(authenticated, e.error());
            responder.fail(e.error());
        }
    }

    private static NativeCall call(PolicySnapshot policy, AccountPath path, HttpServerRequest request, byte[] body) {
        CompiledAccount account = policy.account(path.account());
        if (account == null) {
            throw new GatewayException(
                    new GatewayError.UnknownPath(request.method().name(), "/accounts/" + path.account()));
        }
        String contentType = body.length == 0 ? null : request.getHeader(HttpHeaders.CONTENT_TYPE);
        RequestFields sent = fields(contentType, body);
        String upstream = path.model().isEmpty() ? sent.model() : path.model();
        CompiledModel target = upstream.isEmpty() ? all(account) : model(policy, account, upstream);
        boolean stream = sent.stream() || path.rest().toLowerCase(Locale.ROOT).contains("stream");
        return new NativeCall(
                body,
                RequestFields.of(target.name(), stream),
                request.method(),
                path.below(account.baseUrl().path(), request.query()),
                contentType,
                target);
    }

    /** Of JSON; of all else nothing is known. */
    private static RequestFields fields(@Nullable String contentType, byte[] body) {
        boolean json =
                contentType != null && contentType.toLowerCase(Locale.ROOT).contains("json");
        return json ? RequestScanner.scan(body, Payload.ANY, true) : RequestFields.of("", false);
    }

    private static CompiledModel model(PolicySnapshot policy, CompiledAccount account, String upstream) {
        CompiledModel model = policy.modelOf(account.name(), upstream);
        if (model == null) {
            throw new GatewayException(new GatewayError.UnknownModel(account.name() + "/" + upstream));
        }
        return model;
    }

    private static CompiledModel all(CompiledAccount account) {
        String name = account.name() + "/*";
        return new CompiledModel(name, name, "", account, null, 0);
    }
}
