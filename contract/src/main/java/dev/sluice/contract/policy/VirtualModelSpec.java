package dev.sluice.contract.policy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name that clients use like a Model's, and the models that may answer to it.
 *
 * @param strategy absent: weighted
 * @param retry absent: one try at each target
 * @param fallback absent: after whatever is not about the request itself, to the targets alone
 * @param hedge absent: nobody else is asked as long as a target may still answer
 * @param shadow absent: nobody is asked who does not answer
 */
public record VirtualModelSpec(
        @Nullable Strategy strategy,
        @Nullable Sticky sticky,
        List<RouteTarget> targets,
        @Nullable Retry retry,
        @Nullable Fallback fallback,
        @Nullable HedgeSpec hedge,
        @Nullable ShadowSpec shadow)
        implements PolicySpec {
    static final int MAX_TARGETS = 50;

    public VirtualModelSpec {
        targets = Check.list(targets, "targets");
        if (targets.isEmpty() || targets.size() > MAX_TARGETS) {
            throw new InvalidField("targets", "has " + targets.size() + " entries: give 1 to " + MAX_TARGETS);
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).when() == null && !seen.add(targets.get(i).model())) {
                throw new InvalidField("targets[" + i + "].model", "is a target already: add their weights");
            }
        }
        if (targets.stream().allMatch(target -> target.weightOrOne() == 0)) {
            throw new InvalidField("targets", "all have weight 0: give one of them more");
        }
    }

    private static String target(@Nullable String name, String field) {
        String model = Check.modelName(name, field);
        if (model.indexOf('*') >= 0) {
            throw new InvalidField(field, "'" + Check.shorten(model) + "' is a wildcard: name one model");
        }
        return model;
    }

    /**
     * How targets are ordered.
     *
     * @param weights of the strategy {@code score} alone
     */
    public record Strategy(RouteStrategy type, @Nullable ScoreWeights weights) {
        public Strategy {
            Check.required(type, "type", "use weighted, priority, latency, least-busy, cost or score");
            if ((type == RouteStrategy.SCORE) != (weights != null)) {
                throw new InvalidField(
                        "weights",
                        weights == null
                                ? "are required by the strategy score: give {cost: 1, latency: 1, quality: 1}"
                                : "are for the strategy score: leave them out, or weigh the targets themselves");
            }
        }
    }

    /**
     * Requests with the same values go to the same target.
     *
     * @param by {@code header:<name>}, {@code metadata:<key>}, {@code user}, {@code key}, {@code conversation}; all of them together
     * @param ttl after which they may go to another one; absent: never, as long as the targets stay
     */
    public record Sticky(List<String> by, @Nullable Duration ttl) {
        public Sticky {
            by = Check.list(by, "by");
            if (by.isEmpty() || by.size() > 5) {
                throw new InvalidField("by", "has " + by.size() + " entries: give 1 to 5");
            }
            for (int i = 0; i < by.size(); i++) {
                StickyBy.parse(by.get(i), "by[" + i + "]");
            }
        }
    }

    /**
     * One that may answer.
     *
     * @param model a Model or VirtualModel
     * @param weight absent: 1; 0: only after the others
     * @param priority absent: 0, the first
     * @param overrides parameters that it is sent in the place of the client's
     */
    public record RouteTarget(
            String model,
            @Nullable Integer weight,
            @Nullable Integer priority,
            @Nullable When when,
            @Nullable ParameterOverrides overrides) {
        public RouteTarget {
            model = target(model, "model");
            if (weight != null && (weight < 0 || weight > 1_000_000)) {
                throw new InvalidField("weight", weight + " is out of range: use 0 to 1000000");
            }
            if (priority != null && (priority < 0 || priority > 1_000)) {
                throw new InvalidField("priority", priority + " is out of range: use 0 (the first) to 1000");
            }
            if (ParameterOverrides.NONE.equals(overrides)) {
                throw new InvalidField("overrides", "says nothing: set a parameter, or leave it out");
            }
        }

        public int weightOrOne() {
            return weight == null ? 1 : weight;
        }
    }

    /**
     * Which requests a target is for: every part that is there must hold.
     *
     * @param timeoutMs of the request's header {@code x-sluice-timeout-ms}
     */
    public record When(
            Map<String, Choice> metadata,
            Map<String, Choice> headers,
            @Nullable Choice subjects,
            @Nullable Bounds timeoutMs,
            @Nullable ParameterMatch parameters) {
        public When {
            metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
            headers = headers == null ? Map.of() : Map.copyOf(headers);
            for (String name : headers.keySet()) {
                if (!RouteCondition.isHeader(name)) {
                    throw new InvalidField(
                            "headers", "'" + Check.shorten(name) + "' is no header to route by: name another one");
                }
            }
            if (subjects != null) {
                subjects.checkSubjects("subjects");
            }
            if (metadata.isEmpty()
                    && headers.isEmpty()
                    && subjects == null
                    && timeoutMs == null
                    && parameters == null) {
                throw new InvalidField(
                        "", "says nothing: give metadata, headers, subjects, timeoutMs or parameters, or leave it out");
            }
        }
    }

    /** @param attempts at one target, the first included; absent: 1 */
    public record Retry(
            @Nullable Integer attempts,
            @Nullable Duration backoff,
            @Nullable Duration maxRetryAfter) {
        public Retry {
            if (attempts != null && (attempts < 1 || attempts > Failover.MAX_ATTEMPTS)) {
                throw new InvalidField("attempts", attempts + " is out of range: use 1 to " + Failover.MAX_ATTEMPTS);
            }
            atMost(backoff, "backoff", Duration.ofSeconds(30));
            atMost(maxRetryAfter, "maxRetryAfter", Duration.ofMinutes(1));
        }

        private static void atMost(@Nullable Duration value, String field, Duration most) {
            if (value != null && value.compareTo(most) > 0) {
                throw new InvalidField(
                        field, Durations.format(value) + " is too long: use at most " + Durations.format(most));
            }
        }
    }

    /**
     * When the next target is asked, and which are asked after all targets.
     *
     * @param on absent: whatever is not about the request itself
     */
    public record Fallback(List<FailureClass> on, List<String> to) {
        public Fallback {
            on = Check.list(on, "on");
            to = Check.list(to, "to");
            for (int i = 0; i < to.size(); i++) {
                target(to.get(i), "to[" + i + "]");
            }
            if (to.size() > MAX_TARGETS) {
                throw new InvalidField("to", "has " + to.size() + " entries: give at most " + MAX_TARGETS);
            }
        }
    }
}
