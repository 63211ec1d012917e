package dev.sluice.gateway.limit;

import dev.sluice.contract.bus.LimitState;
import dev.sluice.contract.limit.Counter;
import dev.sluice.contract.limit.Counters;
import dev.sluice.contract.limit.Segment;
import dev.sluice.contract.limit.SegmentId;
import dev.sluice.contract.limit.SteadyClock;
import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.policy.Dimension;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.Quota;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What this gateway has to say of a rule, for people to look at. */
final class LocalState {
    /** Some 300 bytes each, so that an answer fits into a message of any server. */
    private static final int MOST = 2_000;

    private static final Comparator<LimitState.Segment> FULLEST_FIRST =
            Comparator.comparingDouble(segment -> -(double) (segment.used() + segment.reserved()) / segment.limit());

    private final String instance;
    private final SteadyClock clock;
    private final Counters counters;
    private final Supplier<LimitRules> rules;
    private final Others others;

    /** Tells what the other gateways count for, by instance. */
    @FunctionalInterface
    interface Others {
        Map<String, Long> of(SegmentId segment, Counter counter, Moment now);
    }

    LocalState(String instance, SteadyClock clock, Counters counters, Supplier<LimitRules> rules, Others others) {
        this.instance = instance;
        this.clock = clock;
        this.counters = counters;
        this.rules = rules;
        this.others = others;
    }

    /** @param rule its key; nothing is told of one that is not there */
    LimitState of(String rule) {
        LimitRule found = rules.get().rule(rule);
        List<LimitState.Segment> segments = new ArrayList<>();
        if (found != null) {
            Moment now = clock.now();
            for (Segment segment : counters.all()) {
                if (segment.id().rule().equals(rule)) {
                    add(segments, found, segment, now);
                }
            }
        }
        if (segments.size() <= MOST) {
            return new LimitState(instance, segments, false);
        }
        segments.sort(FULLEST_FIRST);
        return new LimitState(instance, segments.subList(0, MOST), true);
    }

    /** Counters of limits that the rule had once, or counts by other dimensions now, mean nothing any more. */
    private void add(List<LimitState.Segment> segments, LimitRule rule, Segment segment, Moment now) {
        SegmentId id = segment.id();
        boolean together = id.subject().equals("*");
        if (!together && id.values().size() != rule.per().size()) {
            return;
        }
        Map<String, String> key = together ? Map.of() : key(rule.per(), id.values());
        for (Quota quota : rule.terms(id.subject()).quotas()) {
            for (Counter counter : segment.counters()) {
                if (counter.key().equals(quota.key()) && counter.isStrict() == rule.isStrict()) {
                    segments.add(state(id, key, quota, counter, now));
                }
            }
        }
    }

    private LimitState.Segment state(SegmentId id, Map<String, String> key, Quota quota, Counter counter, Moment now) {
        return new LimitState.Segment(
                id.subject(),
                key,
                quota.unit().wireName(),
                quota.span().wireName(),
                quota.amount(),
                counter.used(now),
                counter.reserved(now),
                counter.emptyAtMillis(now),
                others.of(id, counter, now));
    }

    private static Map<String, String> key(List<Dimension> per, List<String> values) {
        Map<String, String> key = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            key.put(per.get(i).toString(), values.get(i));
        }
        return key;
    }
}
