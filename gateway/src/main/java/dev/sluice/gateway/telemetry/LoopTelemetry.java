package dev.sluice.gateway.telemetry;

import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.pipeline.PipelineListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of one event loop, without a lock, an atomic update or garbage; {@link RequestCollector} adds the
 * loops up when somebody asks.
 */
final class LoopTelemetry implements PipelineListener {
    private final Telemetry shared;
    /** For the loop alone: the first of the targets of a model. */
    private final Map<String, TargetCounts> byModel = new HashMap<>();

    private final List<TargetCounts> all = new CopyOnWriteArrayList<>();

    LoopTelemetry(Telemetry shared) {
        this.shared = shared;
    }

    /** For any thread. */
    List<TargetCounts> targets() {
        return all;
    }

    @Override
    public void turnedAway(GatewayError error) {
        shared.turnedAway(error);
    }

    @Override
    public void finished(UsageRecord record, String model) {
        String account = record.account().isEmpty() ? Telemetry.NO_ACCOUNT : record.account();
        target(model, account).count(record);
    }

    @Override
    public void shadowed(Attempt attempt, String model) {
        target(model, attempt.account()).countShadow(attempt);
    }

    private TargetCounts target(String model, String account) {
        TargetCounts first = byModel.get(model);
        for (TargetCounts known = first; known != null; known = known.next) {
            if (known.account.equals(account)) {
                return known;
            }
        }
        return add(model, account, first);
    }

    private TargetCounts add(String model, String account, @Nullable TargetCounts first) {
        TargetCounts target = new TargetCounts(model, account, first);
        byModel.put(model, target);
        all.add(target);
        return target;
    }
}
