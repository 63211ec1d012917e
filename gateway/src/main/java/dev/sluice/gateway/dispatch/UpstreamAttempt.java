package dev.sluice.gateway.dispatch;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ProviderAccountSpec.OnDisconnect;
import dev.sluice.contract.policy.ProviderAccountSpec.Timeouts;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.health.Trial;
import dev.sluice.gateway.inference.Bytes;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.NativeCall;
import dev.sluice.gateway.provider.Exchange;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.provider.ProviderMessage;
import dev.sluice.gateway.provider.ReplyReader;
import dev.sluice.gateway.quota.ProviderLimits;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One try at one target, from the connection to the reply's last byte. On the event loop of its request. */
final class UpstreamAttempt extends Deadlines.Watched implements Preparation.Listener {
    private static final Logger LOG = Logger.getLogger(UpstreamAttempt.class);
    private static final InstantSource CLOCK = InstantSource.system();
    private static final MultiMap NO_HEADERS = MultiMap.caseInsensitiveMultiMap();
    /** A client that has read nothing for so long is let go of when the heap is nearly full. */
    private static final long SLOW_NANOS = 1_000_000_000L;

    private final RequestContext context;
    private final CompiledModel model;
    private final Trial trial;
    private final AttemptHold hold;
    /** Whether it has a connection to itself. */
    private final boolean alone;

    private final AttemptEvents events;
    private final CompiledAccount account;
    private final Preparation preparation;
    private final AttemptTokens taken;
    private final Promise<AttemptEnd> promise = Promise.promise();
    private final long startNanos = System.nanoTime();
    private @Nullable HttpClientRequest request;
    private CompiledAccount.@Nullable Credential used;
    private @Nullable StreamRelay relay;
    /** Of the relay. */
    private @Nullable StreamProgress progress;

    private List<String> dropped = List.of();
    private @Nullable Buffer sent;
    private boolean refusedHint;
    private boolean ended;
    /** Whether another attempt has answered first. */
    private boolean lost;

    private boolean written;
    private boolean reused;
    private boolean exchanged;
    private int status;
    private MultiMap answerHeaders = NO_HEADERS;
    private ProviderLimits limits = ProviderLimits.NONE;
    private long upstreamWriteNanos;
    private long firstContentNanos;
    private long lastActivityNanos = startNanos;

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
        this.taken = new AttemptTokens(context.call());
    }

    /** @param credential null: the account has none that may be used */
    Future<AttemptEnd> start(CompiledAccount.@Nullable Credential credential) {
        context.deadlines().add(this);
        preparation.start(credential);
        return promise.future();
    }

    private Exchange exchange() {
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
        sent = outgoing.body();
        dropped = outgoing.dropped();
        if (credential == null) {
            fail(UpstreamClass.AUTH);
            return;
        }
        context.clients()
                .open(account, exchange().method(), outgoing.uri(), alone)
                .onSuccess(opened -> send(opened, outgoing, credential))
                .onFailure(cause -> fail(
                        cause instanceof ConnectTimeoutException || cause instanceof TimeoutException
                                ? UpstreamClass.TIMEOUT_CONNECT
                                : UpstreamClass.CONNECTION));
    }

    /** Without the provider. */
    @Override
    public void answered(Buffer body) {
        ended = true;
        status = 200;
        long now = System.nanoTime();
        upstreamWriteNanos = now;
        context.written(now);
        if (!context.sink().isGone()) {
            beginsAnswer();
            context.contentSent();
            context.sink().whole(head(Framing.JSON, now, null), body);
        }
        complete(end(null, true));
    }

    private void send(HttpClientRequest opened, Outgoing outgoing, CompiledAccount.Credential credential) {
        request = opened;
        used = credential;
        opened.exceptionHandler(_ -> {}); // whoever resets it knows; without a handler each reset is logged as an error
        if (ended) {
            opened.reset();
            return;
        }
        try {
            write(opened, outgoing, credential);
        } catch (RuntimeException e) {
            // Without the message: it may quote a header, and so a credential.
            LOG.errorf(
                    "a request to account %s cannot be written (%s)",
                    account.name(), e.getClass().getSimpleName());
            fail(UpstreamClass.SERVER_ERROR);
        }
    }

    private void write(HttpClientRequest opened, Outgoing outgoing, CompiledAccount.Credential credential) {
        exchange().setHeaders(opened.headers(), outgoing, credential);
        context.forwardedHeaders().forEach((name, value) -> {
            String own = ClientHeaders.forProvider(account, name.toString(), value);
            if (own != null) {
                opened.headers().set(name, own);
            }
        });
        written = true;
        upstreamWriteNanos = System.nanoTime();
        context.written(upstreamWriteNanos);
        lastActivityNanos = upstreamWriteNanos;
        reused = context.clients().isReused(opened);
        context.watch().sent(model, credential.name());
        events.written();
        opened.send(outgoing.body()).onSuccess(this::answered).onFailure(_ -> fail(UpstreamClass.CONNECTION));
    }

    private void answered(HttpClientResponse response) {
        if (ended) {
            return;
        }
        lastActivityNanos = System.nanoTime();
        status = response.statusCode();
        answerHeaders = response.headers();
        response.exceptionHandler(_ -> interrupted());
        String type = Framing.contentType(response.getHeader("content-type"));
        StreamFrames frames = status / 100 == 2 ? Framing.of(type, sendsLines()) : null;
        // Clients of accounts get what is no stream of events in one piece: its frames are only read to be translated.
        if (frames != null && (frames instanceof EventFrames || !(context.call() instanceof NativeCall))) {
            String told = Framing.forClient(type, frames);
            relay = new StreamRelay(this, response, frames, exchange().streamReader(), told, heartbeat());
            progress = new StreamProgress(context.lateness(), model, trial, hold, startNanos);
            relay.start();
        } else {
            collect(response, type);
        }
    }

    /** Whatever clients of accounts speak, they get what the provider sends and nothing else. */
    private @Nullable String heartbeat() {
        return context.call() instanceof ChatCall chat ? chat.dialect().heartbeat() : null;
    }

    /** Whether the provider streams plain JSON: some versions of the server, and proxies before it, name it no better. */
    private boolean sendsLines() {
        return account.dialect() == Dialect.OLLAMA && context.call().fields().stream();
    }

    private void collect(HttpClientResponse response, String type) {
        long firstByteNanos = System.nanoTime();
        boolean good = status / 100 == 2;
        WholeBody.of(response, good, new WholeBody.Listener() {
            @Override
            public void active() {
                UpstreamAttempt.this.active();
            }

            @Override
            public void tooLong() {
                fail(UpstreamClass.SERVER_ERROR);
            }

            @Override
            public void whole(Buffer body) {
                exchangeEnded();
                if (!ended) {
                    UpstreamAttempt.this.whole(body, type, firstByteNanos, good);
                }
            }
        });
    }

    private void whole(Buffer body, String type, long firstByteNanos, boolean good) {
        byte[] bytes = Bytes.of(body);
        if (!good) {
            Buffer request = sent;
            refusedHint = request != null
                    && preparation.mayBeChanged()
                    && context.refused().learn(model, status, bytes, request);
            finish(refusal(exchange().classify(status, bytes), bytes));
            return;
        }
        ReplyReader.Reply framed = context.call() instanceof NativeCall
                ? FramedReply.read(type, body, exchange().streamReader())
                : null;
        ReplyReader.Reply reply = framed == null ? exchange().replyReader().read(bytes) : framed;
        if (reply == null) {
            finish(refusal(exchange().classify(status, bytes), bytes));
            return;
        }
        taken.whole(reply);
        UpstreamClass failure = reply.failure();
        if (failure != null) {
            finish(refusal(failure, bytes));
            return;
        }
        ended = true;
        AttemptEnd end = end(null, true);
        try {
            if (!context.sink().isGone()) {
                beginsAnswer();
                context.contentSent();
                Buffer own = reply.forClient();
                context.sink()
                        .whole(
                                head(own == null ? type : Framing.JSON, firstByteNanos, end.costNanos()),
                                own == null ? body : own);
            }
        } finally {
            complete(end);
        }
    }

    ReplyHead head(String contentType, long firstByteNanos, @Nullable Long costNanos) {
        limits = ProviderLimits.ofReply(answerHeaders, exchange().relaysErrors(), CLOCK);
        trial.limits(limits);
        return context.head(status, contentType, model, costNanos, limits, dropped, firstByteNanos);
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

    /** The provider's last byte is in: the connection is free for the next request, and must not be closed. */
    void exchangeEnded() {
        exchanged = true;
    }

    void active() {
        lastActivityNanos = System.nanoTime();
    }

    /** The relay has come to the stream's end; {@code error} absent means a good one. */
    void streamEnded(GatewayError.@Nullable Upstream error) {
        finish(error);
    }

    GatewayError.Upstream error(UpstreamClass kind) {
        return GatewayError.Upstream.of(kind, account.name(), status);
    }

    GatewayError.Upstream errorInStream(byte[] body) {
        StreamRelay current = relay;
        UpstreamClass stated = current == null ? null : current.reader().failure();
        return refusal(stated == null ? exchange().classify(status, body) : stated, body);
    }

    private GatewayError.Upstream refusal(UpstreamClass kind, byte[] body) {
        boolean clean = !EchoedSecret.in(body, used);
        boolean alike = exchange().relaysErrors() && clean;
        return new GatewayError.Upstream(
                kind,
                account.name(),
                status,
                alike ? body : null,
                kind.isAboutRequest() && clean ? ProviderMessage.in(body) : null,
                ProviderLimits.ofError(answerHeaders, body, alike, CLOCK));
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
        Timeouts limits = account.timeouts();
        StreamRelay current = relay;
        boolean waiting = current == null || !current.hasContent();
        if (nowNanos - startNanos > nanos(limits.total()) || context.deadline().isOver(nowNanos)) {
            expire(UpstreamClass.TIMEOUT_TOTAL);
        } else if (waiting && nowNanos - startNanos > nanos(limits.firstToken())) {
            expire(written ? UpstreamClass.TIMEOUT_FIRST_TOKEN : UpstreamClass.TIMEOUT_CONNECT);
        } else if (!waiting && nowNanos - lastActivityNanos > nanos(limits.idle())) {
            expire(current != null && current.isHeldByClient() ? UpstreamClass.CANCELLED : UpstreamClass.TIMEOUT_IDLE);
        } else if (current != null) {
            current.tick(nowNanos);
            GatewayError stop = ended || progress == null ? null : progress.look(current, nowNanos, firstContentNanos);
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
        ended = true;
        preparation.cancel();
        if (current != null) {
            measure(current, null);
        } else if (written && status == 0) {
            taken.unanswered();
        }
        try {
            if (request != null && !exchanged) {
                request.reset();
            }
        } finally {
            complete(end(reason, begun));
        }
    }

    @Override
    void cutSlowReader(long nowNanos) {
        StreamRelay current = relay;
        if (current != null && current.isHeldByClient() && nowNanos - lastActivityNanos > SLOW_NANOS) {
            expire(UpstreamClass.CANCELLED);
        }
    }

    private static long nanos(@Nullable Duration duration) {
        return Objects.requireNonNull(duration).toNanos();
    }

    private void expire(UpstreamClass kind) {
        StreamRelay current = relay;
        if (current != null && current.hasBegun() && kind != UpstreamClass.CANCELLED) {
            current.interrupted(error(kind));
        } else {
            fail(kind);
        }
    }

    private void fail(UpstreamClass kind) {
        finish(error(kind));
    }

    private void finish(GatewayError.@Nullable Upstream error) {
        if (ended) {
            return;
        }
        ended = true; // first, since resetting the request reports a failure of it at once
        preparation.cancel();
        StreamRelay current = relay;
        if (current != null) {
            measure(current, error);
        } else if (error != null && written && mayHaveWorked(error.kind())) {
            taken.unanswered();
        }
        boolean begun = current != null && current.hasBegun();
        try {
            if (request != null && !exchanged && (error != null || (current != null && current.isDone()))) {
                request.reset();
            }
            if (begun
                    && error != null
                    && error.kind() == UpstreamClass.CANCELLED
                    && !context.sink().isGone()) {
                context.sink().abort();
            }
        } finally {
            complete(end(error, begun));
        }
    }

    /** It was sent and not answered, or what the model made of it was of no use. */
    private boolean mayHaveWorked(UpstreamClass kind) {
        return kind.retriesProcessed() || (status == 0 && !mayBeSentAgain(kind));
    }

    /**
     * Nothing was written, or only to a connection that the provider had closed while it was idle; or it refused a hint that
     * the next try leaves out; or its model failed by chance.
     */
    private boolean mayBeSentAgain(UpstreamClass kind) {
        return refusedHint
                || kind.retriesProcessed()
                || (kind.retriesUnprocessed() && (!written || reused) && status == 0);
    }

    private void measure(StreamRelay current, GatewayError.@Nullable Upstream error) {
        boolean worked = lost
                || context.sink().isGone()
                || (error != null && error.kind().retriesProcessed());
        taken.stream(current.reader(), worked);
    }

    private AttemptEnd end(@Nullable GatewayError error, boolean began) {
        Long cost = model.price() == null ? null : (Long) model.price().costNanos(taken.tokens());
        return new AttemptEnd(
                model,
                status,
                taken.tokens(),
                cost,
                taken.isEstimated(),
                error,
                began,
                error instanceof GatewayError.Upstream upstream && mayBeSentAgain(upstream.kind()),
                startNanos,
                System.nanoTime());
    }

    /** From the provider, which may be before any goes to the client. */
    void firstContent() {
        firstContentNanos = System.nanoTime();
        trial.answering();
        context.watch().firstContent(model, firstContentNanos - upstreamWriteNanos);
    }

    private void complete(AttemptEnd end) {
        context.deadlines().remove(this);
        if (written && used != null) {
            context.watch().ended(sent(end, used.name()));
        }
        promise.complete(end);
    }

    private AttemptWatch.Sent sent(AttemptEnd end, String credential) {
        boolean whole = relay == null && end.error() == null;
        long content = whole ? end.endNanos() : firstContentNanos;
        return new AttemptWatch.Sent(
                model,
                credential,
                status,
                end.error(),
                end.tokens(),
                content == 0 ? 0 : content - upstreamWriteNanos,
                end.endNanos() - upstreamWriteNanos,
                end.error() instanceof GatewayError.Upstream upstream ? upstream.limits() : limits);
    }
}
