package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.hedge.HedgeBudgets;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestScanner;
import dev.sluice.gateway.inference.TokenCountCall;
import dev.sluice.gateway.overload.TargetSlots;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the gateway answers in a provider's place. */
class OwnAnswerTest {
    private static final byte[] COUNT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
            .getBytes(StandardCharsets.US_ASCII);

    private final Vertx vertx = Vertx.vertx();
    private final TargetSlots slots = new TargetSlots(1);

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void endsWhenTheClientCannotBeTold() {
        CompletableFuture<Dispatched> result = new CompletableFuture<>();
        AtomicBoolean aborted = new AtomicBoolean();

        vertx.runOnContext(_ -> dispatch(new BrokenClient(aborted)).start().onSuccess(result::complete));

        assertThat(result.orTimeout(10, TimeUnit.SECONDS).join())
                .satisfies(end -> assertThat(end.replied()).isTrue())
                .satisfies(end -> assertThat(end.cancelled()).isTrue());
        assertThat(slots.inFlight("m")).as("its place at the target").isZero();
        assertThat(aborted).isTrue();
    }

    private Dispatch dispatch(ReplySink client) {
        return new Dispatch(
                new Upstreams(
                        new UpstreamClients(vertx),
                        new Deadlines(),
                        new RefusedParameters(),
                        AttemptWatch.NONE,
                        new TargetHealth(),
                        Lateness.UNKNOWN,
                        new HedgeBudgets(),
                        slots),
                new TokenCountCall(COUNT, RequestScanner.scan(COUNT, Payload.MESSAGES, false)),
                DispatchPlan.of(model()),
                client,
                AttemptLimits.NONE,
                Map.of(),
                new RequestDeadline(System.nanoTime(), 0),
                System.nanoTime());
    }

    /** Of a dialect that counts no tokens, so that the gateway does. */
    private static CompiledModel model() {
        CompiledAccount account = new CompiledAccount(
                "a",
                "openai-compatible",
                Dialect.OPENAI,
                new BaseUrl(false, "127.0.0.1", 9, "/v1"),
                true,
                List.of(),
                ProviderAccountSpec.Timeouts.DEFAULTS,
                ProviderAccountSpec.OnDisconnect.CANCEL,
                Map.of(),
                0);
        return new CompiledModel("m", "m", "up", account, null, 1);
    }

    private record BrokenClient(AtomicBoolean aborted) implements ReplySink {
        @Override
        public void whole(ReplyHead head, Buffer body) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void begin(ReplyHead head) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void write(Buffer bytes) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void end(Buffer lastBytes) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void interrupt(GatewayError error) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void abort() {
            aborted.set(true);
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void onDrained(Runnable resume) {}

        @Override
        public boolean isGone() {
            return false;
        }
    }
}
