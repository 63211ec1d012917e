package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.provider.ProviderMessage;
import dev.sluice.gateway.quota.ProviderLimits;
import io.netty.channel.ConnectTimeoutException;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;

/** What a failed request to a provider is told as, and whether it may be sent again. */
final class UpstreamErrors {
    private static final InstantSource CLOCK = InstantSource.system();

    private UpstreamErrors() {}

    /** Of which the provider has said nothing. */
    static GatewayError.Upstream of(UpstreamRequest request, UpstreamClass kind) {
        return GatewayError.Upstream.of(kind, request.account().name(), request.status());
    }

    /**
     * In the provider's own words, as far as they are meant for the client.
     *
     * @param sameDialect whether the client speaks the provider's
     */
    static GatewayError.Upstream of(UpstreamRequest request, UpstreamClass kind, byte[] body, boolean sameDialect) {
        boolean clean = !EchoedSecret.in(body, request.credential());
        boolean alike = sameDialect && clean;
        return new GatewayError.Upstream(
                kind,
                request.account().name(),
                request.status(),
                alike ? body : null,
                kind.isAboutRequest() && clean ? ProviderMessage.in(body) : null,
                ProviderLimits.ofError(request.answerHeaders(), body, alike, CLOCK));
    }

    /** There is no connection. */
    static UpstreamClass unconnected(Throwable cause) {
        return cause instanceof ConnectTimeoutException || cause instanceof TimeoutException
                ? UpstreamClass.TIMEOUT_CONNECT
                : UpstreamClass.CONNECTION;
    }

    /**
     * It was sent and not answered, or what the model made of it was of no use.
     *
     * @param error of the provider, or the gateway's own reason to end it
     */
    static boolean mayHaveWorked(UpstreamRequest request, GatewayError error) {
        if (!request.isWritten()) {
            return false;
        }
        return error instanceof GatewayError.Upstream upstream
                ? upstream.kind().retriesProcessed()
                        || (request.status() == 0 && !mayBeSentAgain(request, upstream.kind()))
                : request.status() == 0;
    }

    /**
     * Nothing was written, or only to a connection that the provider had closed while it was idle; or it refused a hint that
     * the next try leaves out; or its model failed by chance.
     */
    static boolean mayBeSentAgain(UpstreamRequest request, UpstreamClass kind) {
        return request.isHintRefused()
                || kind.retriesProcessed()
                || (kind.retriesUnprocessed() && (!request.isWritten() || request.isReused()) && request.status() == 0);
    }
}
