package dev.sluice.gateway.warmup;

import dev.sluice.gateway.pipeline.PipelineListener;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Sends requests of every kind through a data plane that nobody else sees. Bounded in time, since most of the
 * good is done by the first thousand; a failure is logged and hinders nothing.
 */
public final class WarmUp {
    /** Enough for the compilers to have seen all of the path, and its limit where a processor is slow. */
    public static final int DEFAULT_REQUESTS = 5_000;

    public static final Duration DEFAULT_LIMIT = Duration.ofMillis(1_500);

    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    /** For the calls under way when the time is over. */
    private static final Duration SETTLING = Duration.ofMillis(500);

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final int requests;
    private final Duration limit;
    private final PipelineListener listener;

    /** @param listener told of these requests alone: not the product's */
    public WarmUp(Vertx vertx, int requests, Duration limit, PipelineListener listener) {
        this.vertx = vertx;
        this.requests = requests;
        this.limit = limit;
        this.listener = listener;
    }

    /**
     * How it went.
     *
     * @param ended calls that are over, those that their client gave up among them
     * @param unexpected calls that failed, or were answered with another status than they should have been
     * @param failure why it ended early; empty when it did not
     */
    public record Result(int wanted, int ended, int unexpected, Duration took, Optional<String> failure) {
        boolean isComplete() {
            return failure.isEmpty() && unexpected == 0;
        }
    }

    /**
     * Where there is a second processor, has it initialise what reads policy while this one starts the framework: that is a
     * fifth of a start.
     */
    public static void prepare() {
        if (Runtime.getRuntime().availableProcessors() > 1) {
            Thread.ofPlatform().name("policy-classes").daemon().start(() -> {
                try {
                    LoopbackPolicy.of(1, LoopbackPolicy.newKey());
                } catch (IOException e) {
                    LOG.debugf("not prepared: %s", e.getMessage());
                }
            });
        }
    }

    /** Completes when it is over and everything is closed again; never fails. With no requests it does nothing. */
    public Future<Result> run() {
        return requests == 0
                ? Future.succeededFuture(new Result(0, 0, 0, Duration.ZERO, Optional.empty()))
                : run(new LoopbackProvider());
    }

    Future<Result> run(LoopbackProvider provider) {
        long begin = System.nanoTime();
        Traffic traffic = new Traffic(requests);
        provider.tell(traffic::leave);
        LoopbackGateway gateway = new LoopbackGateway(provider, listener, traffic);
        Future<String> deployment = vertx.deployVerticle(gateway);
        return deployment
                .compose(_ -> gateway.serveAll())
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .transform(end -> {
                    Result result = new Result(
                            requests,
                            traffic.ended(),
                            traffic.unexpected(),
                            Duration.ofNanos(System.nanoTime() - begin),
                            failure(end, traffic));
                    report(result);
                    return traffic.stop()
                            .timeout(SETTLING.toMillis(), TimeUnit.MILLISECONDS)
                            .transform(_ -> deployment.compose(vertx::undeploy))
                            .timeout(CLOSING.toMillis(), TimeUnit.MILLISECONDS)
                            .transform(_ -> Future.succeededFuture(result));
                });
    }

    /** That the time is over is none, as long as something was answered in it. */
    private static Optional<String> failure(AsyncResult<Void> end, Traffic traffic) {
        return end.cause() instanceof TimeoutException && traffic.ended() > 0
                ? Optional.empty()
                : Optional.ofNullable(end.cause()).map(Throwable::getMessage);
    }

    private static void report(Result result) {
        if (result.isComplete()) {
            LOG.infof(
                    "warmed up with %d requests in %d ms",
                    result.ended(), result.took().toMillis());
        } else {
            LOG.warnf(
                    "the warm-up is incomplete, serving all the same: %d of %d requests in %d ms, %d not answered as"
                            + " expected%s",
                    result.ended(),
                    result.wanted(),
                    result.took().toMillis(),
                    result.unexpected(),
                    result.failure().map(why -> " (" + why + ")").orElse(""));
        }
    }
}
