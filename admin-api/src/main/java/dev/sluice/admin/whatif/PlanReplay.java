package dev.sluice.admin.whatif;

import dev.sluice.admin.policy.Draft;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.usage.PastRequests;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.Durations;
import dev.sluice.contract.policy.InvalidField;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Runs the requests of the last days through the policy that is and the one that a plan would make. The call waits, 30 s at most. */
@Singleton
public final class PlanReplay {
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final long MAX_ROWS = 2_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Then there is still time to answer. */
    private static final Duration ENOUGH = Duration.ofSeconds(27);
    /** The compiler wants keys of 32 characters; nothing is resolved here. */
    private static final String UNRESOLVED = "x".repeat(40);

    private final LivePolicy live;
    private final PastRequests past;
    private final long maxRows;
    private final Semaphore turn = new Semaphore(1);

    @Inject
    PlanReplay(LivePolicy live, PastRequests past) {
        this(live, past, MAX_ROWS);
    }

    PlanReplay(LivePolicy live, PastRequests past, long maxRows) {
        this.live = live;
        this.past = past;
        this.maxRows = maxRows;
    }

    /** @throws Refusal when it is no duration between an hour and 31 days */
    public static Duration duration(String text) {
        Duration duration;
        try {
            duration = Durations.parse(text);
        } catch (InvalidField e) {
            throw Refusal.field("replay", "must be a duration such as 24h or 7d");
        }
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw Refusal.field("replay", "must be 1h to 31d");
        }
        return duration;
    }

    /** @param edited what the plan changes */
    public WhatIf run(List<Draft.Edited> edited, Duration duration) {
        if (!turn.tryAcquire()) {
            throw Refusal.unavailable("another plan is being replayed: try again in half a minute");
        }
        try {
            Instant to = Instant.now();
            Instant from = to.minus(duration);
            long weight = Math.max(1, Math.ceilDiv(past.count(from, to), maxRows));
            Snapshot snapshot = live.snapshot();
            Comparison comparison =
                    new Comparison(compiled(snapshot.objects()), compiled(changed(snapshot, edited)), from, to, weight);
            long end = System.nanoTime() + ENOUGH.toNanos();
            past.read(from, to, weight, PATIENCE, request -> {
                if (System.nanoTime() - end > 0) {
                    comparison.cutOff(request.timeMillis());
                    return false;
                }
                comparison.add(request);
                return true;
            });
            return comparison.result();
        } finally {
            turn.release();
        }
    }

    private static List<Change> changed(Snapshot snapshot, List<Draft.Edited> edited) {
        Map<ObjectId, Change> objects = new LinkedHashMap<>();
        snapshot.objects().forEach(change -> objects.put(change.id(), change));
        for (Draft.Edited edit : edited) {
            if (edit.after() == null) {
                objects.remove(edit.id());
            } else {
                objects.put(edit.id(), Change.put(edit.after(), 1));
            }
        }
        return new ArrayList<>(objects.values());
    }

    private static PolicySnapshot compiled(List<Change> objects) {
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, objects));
        return new PolicyCompiler((_, _) -> UNRESOLVED).compile(state);
    }
}
