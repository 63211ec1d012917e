package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.NativeCall;
import dev.sluice.gateway.provider.Exchange;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.provider.Providers;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt does before it needs a connection: the request in the provider's dialect, images where the provider does not
 * fetch them itself, a token where the credential is exchanged for one. On the event loop of its request.
 */
final class Preparation {
    private final RequestContext context;
    private final CompiledModel model;
    private final Listener listener;
    private @Nullable Exchange exchange;
    private boolean over;

    /** Told once, by one of the three. */
    interface Listener {
        /** The gateway itself has the answer. */
        void answered(Buffer answer);

        /** @param credential null: the account has none that may be used */
        void ready(Outgoing outgoing, @Nullable Credential credential);

        /** It cannot be asked of this provider. */
        void refused(GatewayError error);
    }

    Preparation(RequestContext context, CompiledModel model, Listener listener) {
        this.context = context;
        this.model = model;
        this.listener = listener;
    }

    /** Reads and writes the provider's dialect. Once the attempt is ready, or answered. */
    Exchange exchange() {
        return Objects.requireNonNull(exchange);
    }

    /** @param credential null: the account has none that may be used */
    void start(@Nullable Credential credential) {
        try {
            // Not before: the provider may have no such call, and then the next target may.
            Exchange mine =
                    Providers.exchange(context.call(), model, context.plan().overrides(model));
            exchange = mine;
            Buffer answer = mine.answer();
            List<String> images = answer == null ? mine.imageAddresses() : List.of();
            if (answer != null) {
                listener.answered(answer);
            } else if (images.isEmpty()) {
                prepare(mine, credential);
            } else {
                fetch(mine, images, credential);
            }
        } catch (GatewayException e) {
            listener.refused(e.error());
        }
    }

    /** Here and not in a stage before: only a target knows whether its provider fetches images itself. */
    private void fetch(Exchange without, List<String> images, @Nullable Credential credential) {
        context.images().bytes(images, model.account().allowPrivateNetwork()).onComplete(fetched -> {
            if (over) {
                return;
            }
            if (fetched.cause() instanceof GatewayException e) {
                listener.refused(e.error());
                return;
            }
            try {
                Exchange mine = without.with(fetched.result());
                exchange = mine;
                prepare(mine, credential);
            } catch (GatewayException e) {
                listener.refused(e.error());
            }
        });
    }

    private void prepare(Exchange mine, @Nullable Credential credential) {
        Outgoing outgoing = mayBeChanged() ? context.refused().without(mine.outgoing(), model) : mine.outgoing();
        FirstToken.of(
                credential, Objects.requireNonNull(model.account().timeouts().connect()), ready -> {
                    if (!over) {
                        listener.ready(outgoing, ready);
                    }
                });
    }

    /** What is passed on as it is stays so, whatever the provider has refused. */
    boolean mayBeChanged() {
        return !(context.call() instanceof NativeCall);
    }

    /** The attempt has ended meanwhile: nobody is told any more. */
    void cancel() {
        over = true;
        context.images().cancel();
    }
}
