package dev.sluice.gateway.dispatch;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.hedge.HedgeBudgets;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.ClientDialect;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestScanner;
import dev.sluice.gateway.overload.TargetSlots;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A streamed chat at a provider of OpenAI's dialect on a port of this machine, and what its client is written. */
final class RelayedStream implements ReplySink {
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Dispatched> result = new CompletableFuture<>();
    private final TargetHealth health = new TargetHealth();
    private volatile boolean begun;

    /** Starts it, on the loop of the calling context, or on one of its own. */
    RelayedStream(Vertx vertx, Deadlines deadlines, ClientDialect client, int port) {
        this(vertx, deadlines, client, port, Lateness.UNKNOWN);
    }

    RelayedStream(Vertx vertx, Deadlines deadlines, ClientDialect client, int port, Lateness lateness) {
        byte[] body =
                "{\"model\":\"m\",\"stream\":true,\"max_tokens\":9,\"input\":\"Hi\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                        .getBytes(StandardCharsets.US_ASCII);
        vertx.runOnContext(_ -> new Dispatch(
                        new Upstreams(
                                new UpstreamClients(vertx),
                                deadlines,
                                new RefusedParameters(),
                                AttemptWatch.NONE,
                                health,
                                lateness,
                                new HedgeBudgets(),
                                new TargetSlots(1)),
                        new ChatCall(body, RequestScanner.scan(body, Payload.MESSAGES, false), client),
                        DispatchPlan.of(model(port)),
                        this,
                        AttemptLimits.NONE,
                        Map.of(),
                        new RequestDeadline(System.nanoTime(), 0),
                        System.nanoTime())
                .start()
                .onSuccess(result::complete));
    }

    private static CompiledModel model(int port) {
        CompiledAccount account = new CompiledAccount(
                "a",
                "openai-compatible",
                Dialect.OPENAI,
                new BaseUrl(false, "127.0.0.1", port, "/v1"),
                true,
                List.of(),
                ProviderAccountSpec.Timeouts.DEFAULTS,
                ProviderAccountSpec.OnDisconnect.CANCEL,
                Map.of(),
                0);
        return new CompiledModel("m", "m", "up", account, null, 1);
    }

    TargetHealth health() {
        return health;
    }

    /** Waits for the end. */
    Dispatched result() {
        return result.orTimeout(10, TimeUnit.SECONDS).join();
    }

    String written() {
        return String.join("", written);
    }

    int writes() {
        return written.size();
    }

    boolean hasBegun() {
        return begun;
    }

    @Override
    public void whole(ReplyHead head, Buffer body) {
        throw new AssertionError("a stream was expected");
    }

    @Override
    public void begin(ReplyHead head) {
        begun = true;
    }

    @Override
    public void write(Buffer bytes) {
        written.add(bytes.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void end(Buffer lastBytes) {
        write(lastBytes);
    }

    @Override
    public void interrupt(GatewayError error) {
        throw new AssertionError(error.toString());
    }

    @Override
    public void abort() {}

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
