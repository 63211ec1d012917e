package dev.sluice.gateway.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.inference.Bytes;
import dev.sluice.gateway.provider.Outgoing;
import dev.sluice.gateway.provider.RequestTree;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Hints that a target has refused, told by its own errors: left out of its later requests, since catalogs are late. Kept in memory
 * for an hour, then tried again. Thread-safe: shared by all event loops.
 */
public final class RefusedParameters {
    private static final int MAX_TARGETS = 1_000;
    private static final int MAX_FIELDS = 16;
    private static final long KEPT_NANOS = Duration.ofHours(1).toNanos();
    private static final ObjectMapper JSON = RequestTree.mapper();

    private final LongSupplier nanoTime;
    private final Map<Target, Map<Refusal, Long>> refused = new ConcurrentHashMap<>();

    private record Target(String account, String upstream) {
        static Target of(CompiledModel model) {
            return new Target(model.account().name(), model.upstream());
        }
    }

    public RefusedParameters() {
        this(System::nanoTime);
    }

    RefusedParameters(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Without what the target has refused before; the same when that is nothing. */
    public Outgoing without(Outgoing outgoing, CompiledModel model) {
        Map<Refusal, Long> known = refused.isEmpty() ? null : refused.get(Target.of(model));
        if (known == null || !learns(model)) {
            return outgoing;
        }
        long now = nanoTime.getAsLong();
        known.values().removeIf(until -> until - now < 0);
        try {
            if (known.isEmpty() || !(JSON.readTree(Bytes.of(outgoing.body())) instanceof ObjectNode body)) {
                return outgoing;
            }
            List<String> dropped = new ArrayList<>(outgoing.dropped());
            boolean changed = false;
            for (Refusal refusal : known.keySet()) {
                changed |= refusal.apply(body, dropped);
            }
            return changed
                    ? new Outgoing(outgoing.uri(), Bytes.buffer(JSON.writeValueAsBytes(body)), dropped)
                    : outgoing;
        } catch (IOException e) {
            return outgoing;
        }
    }

    /**
     * Reads an error of the target.
     *
     * @param sent what it refused
     * @return whether it names a hint of that request, so that another try may do without
     */
    public boolean learn(CompiledModel model, int status, byte[] error, Buffer sent) {
        if ((status != 400 && status != 422) || !learns(model)) {
            return false;
        }
        try {
            JsonNode body = JSON.readTree(Bytes.of(sent));
            Refusal refusal = Refusal.of(JSON.readTree(error), body);
            return refusal != null && keep(Target.of(model), refusal);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean learns(CompiledModel model) {
        return !model.takes().forwards() && !model.takes().rejects();
    }

    private boolean keep(Target target, Refusal refusal) {
        if (!refused.containsKey(target) && refused.size() >= MAX_TARGETS) {
            forgetOld();
        }
        if (!refused.containsKey(target) && refused.size() >= MAX_TARGETS) {
            return false;
        }
        Map<Refusal, Long> fields = refused.computeIfAbsent(target, _ -> new ConcurrentHashMap<>());
        if (fields.size() >= MAX_FIELDS && !fields.containsKey(refusal)) {
            return false;
        }
        fields.put(refusal, nanoTime.getAsLong() + KEPT_NANOS);
        return true;
    }

    private void forgetOld() {
        long now = nanoTime.getAsLong();
        refused.values().forEach(fields -> fields.values().removeIf(until -> until - now < 0));
        refused.values().removeIf(Map::isEmpty);
    }
}
