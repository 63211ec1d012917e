package dev.sluice.gateway.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitUnit;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Quota;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.RunningGateway;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.pipeline.PipelineListener;
import dev.sluice.gateway.warmup.Calls.Leaves;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final Recording listener = new Recording();

    private static final class Recording implements PipelineListener {
        private final List<UsageRecord> finished = new CopyOnWriteArrayList<>();
        private final List<GatewayError> turnedAway = new CopyOnWriteArrayList<>();

        @Override
        public void turnedAway(GatewayError error) {
            turnedAway.add(error);
        }

        @Override
        public void finished(UsageRecord record, String model) {
            finished.add(record);
        }
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static WarmUp.Result await(Future<WarmUp.Result> run) {
        return run.toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void everyKindOfCallEndsAsThatOfAClientWould() {
        WarmUp.Result result = await(new WarmUp(vertx, 600, LIMIT, listener).run());

        assertThat(result.failure()).isEmpty();
        assertThat(result.ended()).isEqualTo(600);
        assertThat(result.unexpected()).isZero();
        assertThat(listener.turnedAway).hasSize(6);
        assertThat(listener.finished.stream().map(UsageRecord::status).distinct())
                .containsExactlyInAnyOrder(200, 400, 404, 499);
        assertThat(listener.finished.stream().filter(UsageRecord::stream).count())
                .isBetween(180L, 220L);
        assertThat(listener.finished.stream()
                        .filter(record -> record.status() == 200)
                        .allMatch(record -> record.tokens().output() > 0 && record.costNanos() != null))
                .isTrue();
    }

    @Test
    void clientsLeaveUnderCallsAndUnderStreams() {
        await(new WarmUp(vertx, 600, LIMIT, listener).run());

        List<UsageRecord> left = listener.finished.stream()
                .filter(record -> record.status() == 499)
                .toList();
        assertThat(left.stream().filter(UsageRecord::stream)).hasSizeBetween(8, 12);
        assertThat(left.stream().filter(record -> !record.stream())).hasSizeBetween(4, 12);
    }

    @Test
    void inAHundredCallsFourLeaveInThreeWays() {
        Calls calls = new Calls(1, "key");

        assertThat(IntStream.range(0, 100).mapToObj(i -> calls.at(i).leaves()).filter(leaves -> leaves != Leaves.NEVER))
                .containsExactlyInAnyOrder(
                        Leaves.AS_IT_IS_ANSWERED, Leaves.AT_ONCE, Leaves.WITHIN_THE_ANSWER, Leaves.WITHIN_THE_ANSWER);
    }

    @Test
    void itsCallsAreCountedByLimitsOfEachKind() throws IOException {
        PolicySnapshot policy = LoopbackPolicy.of(1, LoopbackPolicy.newKey());

        assertThat(policy.disabled()).isEmpty();
        assertThat(policy.limits().all().stream().flatMap(rule -> rule.quotas().stream()))
                .extracting(Quota::unit)
                .containsExactlyInAnyOrder(LimitUnit.REQUESTS, LimitUnit.TOKENS, LimitUnit.CONCURRENT, LimitUnit.USD);
        assertThat(policy.limits().all()).anyMatch(LimitRule::isStrict);
    }

    @Test
    void oneCallInThreeIsAStreamAndAFewAreLarge() {
        Calls calls = new Calls(1, "key");

        List<String> bodies = IntStream.range(0, 3_000)
                .mapToObj(i -> calls.at(i).body().toString())
                .toList();

        assertThat(bodies.stream().filter(body -> body.contains("\"stream\":true")))
                .hasSizeBetween(900, 1_100);
        assertThat(bodies.stream().filter(body -> body.length() > 90_000)).hasSize(6);
    }

    @Test
    void leavesNothingOpen() {
        AtomicInteger port = new AtomicInteger();
        await(new WarmUp(vertx, 50, LIMIT, listener).run(new LoopbackProvider() {
            @Override
            Future<Integer> open(Vertx on) {
                return super.open(on).onSuccess(port::set);
            }
        }));

        assertThat(vertx.deploymentIDs()).isEmpty();
        assertThat(port.get()).isPositive();
        // The JDK gives a closed socket back when its selector looks next: a moment after the close is said to be
        // complete.
        RunningGateway.await(() -> !isOpen(port.get()));
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getLocalPort() != port; // else it has met itself, which ports nobody listens on allow
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void endsInTimeWhenNothingAnswers() {
        LoopbackProvider silent = new LoopbackProvider() {
            @Override
            void answer(HttpServerRequest request, String body) {
                // never
            }
        };

        WarmUp.Result result = await(new WarmUp(vertx, 5_000, Duration.ofMillis(700), listener).run(silent));

        assertThat(result.failure()).hasValueSatisfying(why -> assertThat(why).contains("700"));
        assertThat(result.took()).isLessThan(Duration.ofSeconds(4));
        assertThat(result.ended()).isLessThan(5_000);
        assertThat(vertx.deploymentIDs()).isEmpty();
    }

    @Test
    void isCompleteWhenItsTimeIsOverInTheMidst() {
        WarmUp.Result result =
                await(new WarmUp(vertx, 100_000, Duration.ofSeconds(1), listener).run(new LoopbackProvider()));

        assertThat(result.isComplete()).isTrue();
        assertThat(result.ended()).isBetween(1, 99_999);
        assertThat(result.took()).isLessThan(Duration.ofSeconds(4));
        assertThat(vertx.deploymentIDs()).isEmpty();
    }

    @Test
    void saysWhyItCouldNotBegin() {
        WarmUp.Result result = await(new WarmUp(vertx, 100, LIMIT, listener).run(new LoopbackProvider() {
            @Override
            Future<Integer> open(Vertx on) {
                return Future.failedFuture("no port");
            }
        }));

        assertThat(result.failure()).contains("no port");
    }

    @Test
    void doesNothingWhenItIsOff() {
        WarmUp.Result result = await(new WarmUp(vertx, 0, LIMIT, listener).run());

        assertThat(result.isComplete()).isTrue();
        assertThat(listener.finished).isEmpty();
    }
}
