package dev.sluice.admin.gateway;

import dev.sluice.contract.bus.LimitState;
import dev.sluice.contract.policy.LimitAmount;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a limit stands on all gateways together.
 *
 * @param instances gateways that answered
 * @param of gateways that answered or were heard of lately
 * @param truncated whether a gateway had more to tell than fits, so that segments with little in them are missing
 */
public record LimitStanding(List<Segment> segments, int instances, int of, boolean truncated) {

    /**
     * One limit of what is counted together. Amounts are dollars as decimal strings where the unit is {@code usd}.
     *
     * @param key values by dimension of {@code per}
     * @param subject whose override it is, {@code *} for what was counted together because there was too much to count
     * @param window or period; empty for what is in flight
     * @param resetsAt when nothing that is used now counts any more
     */
    public record Segment(
            Map<String, String> key,
            @Nullable String subject,
            String unit,
            String window,
            LimitAmount limit,
            LimitAmount used,
            LimitAmount reserved,
            @Nullable Instant resetsAt) {}

    /** What is the same on all gateways. */
    private record Id(String subject, Map<String, String> key, String unit, String window) {}

    private static final class Sum {
        private long limit;
        private long used;
        private long reserved;
        private long resetsAtMillis;
        private final Map<String, Long> gone = new HashMap<>();

        void add(LimitState.Segment told, Set<String> answered) {
            limit = Math.max(limit, told.limit());
            used += told.used();
            reserved += told.reserved();
            resetsAtMillis = Math.max(resetsAtMillis, told.resetsAtMillis());
            told.gone().forEach((instance, amount) -> {
                if (!answered.contains(instance)) {
                    gone.merge(instance, amount, Math::max);
                }
            });
        }

        Segment segment(Id id) {
            long all = used + gone.values().stream().mapToLong(Long::longValue).sum();
            return new Segment(
                    id.key(),
                    id.subject().isEmpty() ? null : id.subject(),
                    id.unit(),
                    id.window(),
                    amount(id.unit(), limit),
                    amount(id.unit(), all),
                    amount(id.unit(), reserved),
                    resetsAtMillis == 0 ? null : Instant.ofEpochMilli(resetsAtMillis));
        }
    }

    /** Gateways that are gone count for the most that anybody says of them; one that answers is not gone. */
    static LimitStanding sum(Map<String, LimitState> answers, int of) {
        Map<Id, Sum> sums = new LinkedHashMap<>();
        boolean truncated = false;
        for (LimitState answer : answers.values()) {
            truncated |= answer.truncated();
            for (LimitState.Segment told : answer.segments()) {
                Id id = new Id(told.subject(), told.key(), told.unit(), told.window());
                sums.computeIfAbsent(id, _ -> new Sum()).add(told, answers.keySet());
            }
        }
        List<Segment> segments = new ArrayList<>();
        sums.forEach((id, sum) -> segments.add(sum.segment(id)));
        segments.sort(Comparator.comparing((Segment segment) -> segment.key().toString())
                .thenComparing(segment -> segment.subject() == null ? "" : segment.subject())
                .thenComparing(Segment::unit)
                .thenComparing(Segment::window));
        return new LimitStanding(segments, answers.size(), of, truncated);
    }

    private static LimitAmount amount(String unit, long value) {
        return new LimitAmount(unit.equals("usd") ? BigDecimal.valueOf(value, 9).toPlainString() : Long.valueOf(value));
    }
}
