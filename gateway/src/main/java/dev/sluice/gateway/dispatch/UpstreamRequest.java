package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.provider.Exchange;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.quota.ProviderLimits;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one HTTP request of an attempt: how far it has come, and how it was answered. On the event loop of its request. */
final class UpstreamRequest {
    private static final Logger LOG = Logger.getLogger(UpstreamRequest.class);
    private static final MultiMap NO_HEADERS = MultiMap.caseInsensitiveMultiMap();

    private final RequestContext context;
    private final CompiledAccount account;
    private final Listener listener;
    private @Nullable Outgoing outgoing;
    private @Nullable HttpClientRequest http;
    private @Nullable Credential credential;
    private boolean written;
    private boolean reused;
    private boolean exchanged;
    private boolean hintRefused;
    private int status;
    private MultiMap answerHeaders = NO_HEADERS;
    private long writtenNanos;
    private long firstContentNanos;
    private ProviderLimits limits = ProviderLimits.NONE;

    /** Told what becomes of it. */
    interface Listener {
        /** Whether nobody waits for it any more. */
        boolean hasEnded();

        /** The provider is asked, in the name of {@code used}. */
        void written(Credential used);

        void answered(HttpClientResponse response);

        void fail(UpstreamClass kind);
    }

    UpstreamRequest(RequestContext context, CompiledAccount account, Listener listener) {
        this.context = context;
        this.account = account;
        this.listener = listener;
    }

    CompiledAccount account() {
        return account;
    }

    /** It is known what is to be sent. */
    void ready(Outgoing request) {
        outgoing = request;
    }

    /** Null: it is not known yet. */
    @Nullable
    Outgoing outgoing() {
        return outgoing;
    }

    /** What the client asked for and the provider is not told. */
    List<String> dropped() {
        return outgoing == null ? List.of() : outgoing.dropped();
    }

    /**
     * Asks for a connection, and sends it there.
     *
     * @param alone whether it needs a connection to itself
     */
    void send(Outgoing request, Exchange exchange, Credential used, boolean alone) {
        context.clients()
                .open(account, exchange.method(), request.uri(), alone)
                .onSuccess(opened -> sendOn(opened, request, exchange, used))
                .onFailure(this::unconnected);
    }

    private void unconnected(Throwable cause) {
        context.clients().unreachable().tell(account, cause);
        listener.fail(UpstreamErrors.unconnected(cause));
    }

    private void sendOn(HttpClientRequest opened, Outgoing request, Exchange exchange, Credential used) {
        http = opened;
        credential = used;
        opened.exceptionHandler(_ -> {}); // whoever resets it knows; without a handler each reset is logged as an error
        if (listener.hasEnded()) {
            opened.reset();
            return;
        }
        try {
            write(opened, request, exchange, used);
        } catch (RuntimeException e) {
            // Without the message: it may quote a header, and so a credential.
            LOG.errorf(
                    "a request to account %s cannot be written (%s)",
                    account.name(), e.getClass().getSimpleName());
            listener.fail(UpstreamClass.SERVER_ERROR);
        }
    }

    private void write(HttpClientRequest opened, Outgoing request, Exchange exchange, Credential used) {
        exchange.setHeaders(opened.headers(), request, used);
        context.forwardedHeaders().forEach((name, value) -> {
            String own = ClientHeaders.forProvider(account, name.toString(), value);
            if (own != null) {
                opened.headers().set(name, own);
            }
        });
        written = true;
        writtenNanos = System.nanoTime();
        context.written(writtenNanos);
        reused = context.clients().isReused(opened);
        listener.written(used);
        opened.send(request.body())
                .onSuccess(listener::answered)
                .onFailure(_ -> listener.fail(UpstreamClass.CONNECTION));
    }

    /** Whose request it has become; null: there was no connection for it yet. */
    @Nullable
    Credential credential() {
        return credential;
    }

    boolean isWritten() {
        return written;
    }

    /** Whether others have used its connection before. */
    boolean isReused() {
        return reused;
    }

    /** Of {@link System#nanoTime()}; 0: it is not written. */
    long writtenNanos() {
        return writtenNanos;
    }

    void answered(HttpClientResponse response) {
        status = response.statusCode();
        answerHeaders = response.headers();
    }

    /** The gateway itself has the answer. */
    void answeredHere() {
        status = 200;
    }

    /** Of the answer; 0: there is none. */
    int status() {
        return status;
    }

    /** Of the answer; empty: there is none. */
    MultiMap answerHeaders() {
        return answerHeaders;
    }

    /** As the provider told them beside a good answer. */
    void limits(ProviderLimits told) {
        limits = told;
    }

    /** A stream has begun to have content. */
    void firstContent() {
        firstContentNanos = System.nanoTime();
    }

    /** Of {@link System#nanoTime()}; 0: there is none, or the answer is no stream. */
    long firstContentNanos() {
        return firstContentNanos;
    }

    /** The provider does not take a hint that the next try leaves out. */
    void hintRefused(boolean refused) {
        hintRefused = refused;
    }

    boolean isHintRefused() {
        return hintRefused;
    }

    /** The provider's last byte is in: the connection is free for the next request, and must not be closed. */
    void exchangeEnded() {
        exchanged = true;
    }

    /** Nobody waits for the rest of its answer. */
    void reset() {
        if (http != null && !exchanged) {
            http.reset();
        }
    }

    /** What those who watch are told at its end. */
    AttemptWatch.Sent ended(AttemptEnd end, String credentialName, boolean streamed) {
        boolean whole = !streamed && end.error() == null;
        long content = whole ? end.endNanos() : firstContentNanos;
        return new AttemptWatch.Sent(
                end.model(),
                credentialName,
                status,
                end.error(),
                end.tokens(),
                content == 0 ? 0 : content - writtenNanos,
                end.endNanos() - writtenNanos,
                end.error() instanceof GatewayError.Upstream upstream ? upstream.limits() : limits);
    }
}
