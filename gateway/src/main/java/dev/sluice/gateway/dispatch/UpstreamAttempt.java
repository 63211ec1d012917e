package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ProviderAccountSpec.OnDisconnect;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.health.Trial;
import dev.sluice.gateway.provider.Exchange;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.provider.ReplyReader;
import dev.sluice.gateway.quota.ProviderLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** One try at one target, from the connection to the reply's last byte. On the event loop of its request. */
final class UpstreamAttempt extends Deadlines.Watched implements Preparation.Listener, UpstreamRequest.Listener {
    private static final InstantSource CLOCK = InstantSource.system();

    private final RequestContext context;
    private final CompiledModel model;
    private final Trial trial;
    private final AttemptHold hold;
    /** Whether it has a connection to itself. */
    private final boolean alone;

    private final AttemptEvents events;
    private final CompiledAccount account;
    private final Preparation preparation;
    private final UpstreamRequest request;
    private final AttemptTokens taken;
    private final Promise<AttemptEnd> promise = Promise.promise();
    private final AttemptClock clock;
    private @Nullable StreamRelay relay;
    /** Of the relay. */
    private @Nullable StreamProgress progress;

    private boolean ended;
    /** Whether another attempt has answered first. */
    private boolean lost;

    UpstreamAttempt(
            RequestContext context,
            CompiledModel model,
            Trial trial,
            AttemptHold hold,
            AttemptEvents events,
            boolean alone) {
        this.alone = alone;
        this.context = context;
        this.model = model;
        this.trial = trial;
        this.hold = hold;
        this.events = events;
        this.account = model.account();
        this.preparation = new Preparation(context, model, this);
        this.request = new UpstreamRequest(context, account, this);
        this.taken = new AttemptTokens(context.call());
        this.clock = new AttemptClock(account.timeouts(), context.deadline());
    }

    /** @param credential null: the account has none that may be used */
    Future<AttemptEnd> start(CompiledAccount.@Nullable Credential credential) {
        context.deadlines().add(this);
        preparation.start(credential);
        return promise.future();
    }

    Exchange exchange() {
        return preparation.exchange();
    }

    /** Before the provider was asked. */
    @Override
    public void refused(GatewayError error) {
        ended = true;
        complete(end(error, false));
    }

    @Override
    public void ready(Outgoing outgoing, CompiledAccount.@Nullable Credential credential) {
        request.ready(outgoing);
        if (credential == null) {
            fail(UpstreamClass.AUTH);
        } else {
            request.send(outgoing, exchange(), credential, alone);
        }
    }

    /** Without the provider. */
    @Override
    public void answered(Buffer body) {
        request.answeredHere();
        long now = System.nanoTime();
        context.written(now);
        answer(null, Framing.JSON, body, now);
    }

    @Override
    public void written(CompiledAccount.Credential used) {
        clock.active(request.writtenNanos());
        context.watch().sent(model, used.name());
        events.written();
    }

    @Override
    public void answered(HttpClientResponse response) {
        if (ended) {
            return;
        }
        active();
        request.answered(response);
        response.exceptionHandler(_ -> interrupted());
        String type = Framing.contentType(response.getHeader("content-type"));
        StreamFrames frames = ReplyStreaming.frames(context.call(), account.dialect(), request.status(), type);
        if (frames != null) {
            String told = Framing.forClient(type, frames);
            String heartbeat = ReplyStreaming.heartbeat(context.call());
            relay = new StreamRelay(this, response, frames, exchange().streamReader(), told, heartbeat);
            progress = new StreamProgress(context.lateness(), model, trial, hold, clock.startNanos());
            relay.start();
        } else {
            WholeReply.read(this, response, type);
        }
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    AttemptTokens taken() {
        return taken;
    }

    /** Of the provider's error: what it does not take, the next try leaves out. */
    void learn(byte[] error) {
        Outgoing sent = request.outgoing();
        request.hintRefused(sent != null
                && preparation.mayBeChanged()
                && context.refused().learn(model, request.status(), error, sent.body()));
    }

    /** The provider has answered, and not with what was asked for. */
    void fail(UpstreamClass kind, byte[] body) {
        finish(error(kind, body));
    }

    /**
     * Passes on the whole of a good answer. A client that cannot be told loses its connection, and the attempt ends all the same.
     *
     * @param reply of the provider; null: the gateway has answered in its place
     * @param body as it came
     */
    void answer(ReplyReader.@Nullable Reply reply, String contentType, Buffer body, long firstByteNanos) {
        ended = true;
        AttemptEnd end = end(null, true);
        try {
            if (!context.sink().isGone()) {
                beginsAnswer();
                context.contentSent();
                Buffer own = reply == null ? null : reply.forClient();
                ReplyHead head = head(
                        own == null ? contentType : Framing.JSON,
                        firstByteNanos,
                        reply == null ? null : end.costNanos());
                context.sink().whole(head, own == null ? body : own);
            }
        } catch (RuntimeException e) {
            WholeReply.lost(e, model);
            context.sink().abort();
            end = end(error(UpstreamClass.CANCELLED), true);
        } finally {
            complete(end);
        }
    }

    ReplyHead head(String contentType, long firstByteNanos, @Nullable Long costNanos) {
        ProviderLimits limits =
                ProviderLimits.ofReply(request.answerHeaders(), exchange().relaysErrors(), CLOCK);
        request.limits(limits);
        trial.limits(limits);
        return context.head(request.status(), contentType, model, costNanos, limits, request.dropped(), firstByteNanos);
    }

    RequestContext context() {
        return context;
    }

    /** To be called before the first byte of a reply goes to the client. */
    void beginsAnswer() {
        events.answering();
    }

    /** Another attempt answers the client: this one ends, and what the provider did for it is taken into account. */
    void lose() {
        lost = true;
        StreamRelay current = relay;
        if (current != null) {
            current.abandon();
        }
        fail(UpstreamClass.CANCELLED);
    }

    void exchangeEnded() {
        request.exchangeEnded();
    }

    void active() {
        clock.active(System.nanoTime());
    }

    /** The relay has come to the stream's end; {@code error} absent means a good one. */
    void streamEnded(GatewayError.@Nullable Upstream error) {
        finish(error);
    }

    GatewayError.Upstream error(UpstreamClass kind) {
        return UpstreamErrors.of(request, kind);
    }

    GatewayError.Upstream errorInStream(byte[] body) {
        StreamRelay current = relay;
        UpstreamClass stated = current == null ? null : current.reader().failure();
        return error(stated == null ? exchange().classify(request.status(), body) : stated, body);
    }

    private GatewayError.Upstream error(UpstreamClass kind, byte[] body) {
        return UpstreamErrors.of(request, kind, body, exchange().relaysErrors());
    }

    private void interrupted() {
        if (ended) {
            return;
        }
        StreamRelay current = relay;
        if (current != null) {
            current.interrupted(error(UpstreamClass.STREAM_INTERRUPTED));
        } else {
            fail(UpstreamClass.CONNECTION);
        }
    }

    /** The client went away: the provider's call ends too, or goes on so that its usage is known. */
    void clientGone() {
        if (ended) {
            return;
        }
        StreamRelay current = relay;
        if (current != null && current.isDone()) {
            finish(null);
        } else if (account.onDisconnect() == OnDisconnect.CANCEL) {
            fail(UpstreamClass.CANCELLED);
        } else if (current != null) {
            current.goOnWithoutClient();
        }
    }

    @Override
    void checkDeadline(long nowNanos) {
        StreamRelay current = relay;
        UpstreamClass over = clock.over(nowNanos, request.isWritten(), current);
        if (over != null) {
            expire(over);
        } else if (current != null) {
            current.tick(nowNanos);
            GatewayError stop =
                    ended || progress == null ? null : progress.look(current, nowNanos, request.firstContentNanos());
            if (stop != null && current.hasBegun()) {
                stop(stop);
            }
        }
    }

    @Override
    void stop(GatewayError reason) {
        StreamRelay current = relay;
        boolean begun = current != null && current.hasBegun();
        if (ended || (current != null && begun && !current.stop(reason))) {
            return;
        }
        close(reason);
    }

    @Override
    void cutSlowReader(long nowNanos) {
        if (clock.isHeldTooLong(nowNanos, relay)) {
            expire(UpstreamClass.CANCELLED);
        }
    }

    private void expire(UpstreamClass kind) {
        StreamRelay current = relay;
        if (current != null && current.hasBegun() && kind != UpstreamClass.CANCELLED) {
            current.interrupted(error(kind));
        } else {
            fail(kind);
        }
    }

    @Override
    public void fail(UpstreamClass kind) {
        finish(error(kind));
    }

    private void finish(GatewayError.@Nullable Upstream error) {
        if (!ended) {
            close(error);
        }
    }

    private void close(@Nullable GatewayError error) {
        ended = true; // first, since resetting the request reports a failure of it at once
        preparation.cancel();
        StreamRelay current = relay;
        measure(current, error);
        boolean begun = current != null && current.hasBegun();
        try {
            if (error != null || (current != null && current.isDone())) {
                request.reset();
            }
            if (begun && isCancelled(error) && !context.sink().isGone()) {
                context.sink().abort();
            }
        } finally {
            complete(end(error, begun));
        }
    }

    private static boolean isCancelled(@Nullable GatewayError error) {
        return error instanceof GatewayError.Upstream upstream && upstream.kind() == UpstreamClass.CANCELLED;
    }

    private void measure(@Nullable StreamRelay current, @Nullable GatewayError error) {
        if (current != null) {
            boolean useless = error instanceof GatewayError.Upstream upstream
                    && upstream.kind().retriesProcessed();
            taken.stream(current.reader(), lost || context.sink().isGone() || useless);
        } else if (error != null && UpstreamErrors.mayHaveWorked(request, error)) {
            taken.unanswered();
        }
    }

    private AttemptEnd end(@Nullable GatewayError error, boolean began) {
        return AttemptEnd.of(model, request, taken, error, began, clock.startNanos());
    }

    /** From the provider, which may be before any goes to the client. */
    void firstContent() {
        request.firstContent();
        trial.answering();
        context.watch().firstContent(model, request.firstContentNanos() - request.writtenNanos());
    }

    private void complete(AttemptEnd end) {
        context.deadlines().remove(this);
        CompiledAccount.Credential used = request.credential();
        if (request.isWritten() && used != null) {
            context.watch().ended(request.ended(end, used.name(), relay != null));
        }
        promise.complete(end);
    }
}
