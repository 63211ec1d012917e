package dev.sluice.gateway.telemetry;

import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.Outcome;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageRecord;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What one event loop counted of the requests to one model through one account. It writes; any thread reads. */
final class TargetCounts {
    final String model;
    final String account;
    /** The same model with another account. */
    final @Nullable TargetCounts next;

    final LatencyHistogram firstToken = new LatencyHistogram(LatencyHistogram.REQUEST_BOUNDS);
    final LatencyHistogram overhead = new LatencyHistogram(LatencyHistogram.OVERHEAD_BOUNDS);
    final AtomicLong input = new AtomicLong();
    final AtomicLong output = new AtomicLong();
    final AtomicLong costNanos = new AtomicLong();
    final AtomicLong shadows = new AtomicLong();
    private volatile @Nullable Ended ended;

    /** Requests that ended alike. */
    static final class Ended {
        final Outcome outcome;
        final int status;
        final @Nullable Ended next;
        final LatencyHistogram duration = new LatencyHistogram(LatencyHistogram.REQUEST_BOUNDS);

        Ended(Outcome outcome, int status, @Nullable Ended next) {
            this.outcome = outcome;
            this.status = status;
            this.next = next;
        }
    }

    TargetCounts(String model, String account, @Nullable TargetCounts next) {
        this.model = model;
        this.account = account;
        this.next = next;
    }

    @Nullable
    Ended ended() {
        return ended;
    }

    void count(UsageRecord record) {
        ended(record.outcome(), record.status()).duration.record(record.latencyMicros());
        overhead.record(record.overheadMicros());
        Long first = record.firstTokenMicros();
        if (first != null) {
            firstToken.record(first);
        }
        spent(record.tokens(), record.costNanos());
    }

    /** It is no request, and has no client whose time could be measured. */
    void countShadow(Attempt attempt) {
        add(shadows, 1);
        spent(attempt.tokens(), attempt.costNanos());
    }

    private void spent(Tokens tokens, @Nullable Long nanos) {
        add(input, tokens.allInput());
        add(output, tokens.allOutput());
        if (nanos != null) {
            add(costNanos, nanos);
        }
    }

    private static void add(AtomicLong sum, long more) {
        sum.setOpaque(sum.getPlain() + more);
    }

    /** There are few, and the usual one was there first, so it is last in the list only until there are others. */
    private Ended ended(Outcome outcome, int status) {
        for (Ended known = ended; known != null; known = known.next) {
            if (known.status == status && known.outcome == outcome) {
                return known;
            }
        }
        Ended first = new Ended(outcome, status, ended);
        ended = first;
        return first;
    }
}
