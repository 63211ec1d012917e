package dev.sluice.admin.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contract.bus.TargetStates;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a Model stands with one credential of its account, at all gateways that know of it.
 *
 * @param credential absent where the account has none
 * @param state the worst that a gateway says
 * @param reason a class of failure, of those who say so; absent when it is well
 * @param restsUntil when the last of the gateways asks it again as any other; absent when it is well
 * @param gateways how many say that state
 * @param requests that ended in the last ten seconds
 * @param errors of these, those that count against the breaker
 * @param firstContentMs mean of late, of gateways by their requests; absent when none has had any
 * @param quota headers by name, as the provider told them the gateway with the most requests
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetStanding(
        String model,
        String account,
        @Nullable String credential,

        @Schema(enumeration = {"closed", "half-open", "open", "resting"})
        String state,

        @Nullable String reason,
        @Nullable Instant restsUntil,
        int gateways,
        int inFlight,
        int requests,
        int errors,
        @Nullable Long firstContentMs,
        Map<String, String> quota) {

    /** The worst last. A gateway that is newer than this process may say another, which is shown where nobody says one of these. */
    private static final List<String> STATES = List.of("closed", "half-open", "open", "resting");

    private static final double NANOS_PER_MILLI = 1e6;

    private static final Comparator<TargetStates.Target> WORSE = Comparator.comparingInt(
                    (TargetStates.Target target) -> STATES.indexOf(target.state()))
            .thenComparingLong(TargetStates.Target::outMillis);

    /** @param told of one target; at least one */
    static TargetStanding merge(List<TargetStates.Target> told, Instant now) {
        TargetStates.Target worst = told.stream().max(WORSE).orElseThrow();
        long outMillis =
                told.stream().mapToLong(TargetStates.Target::outMillis).max().orElse(0);
        return new TargetStanding(
                worst.model(),
                worst.account(),
                orNull(worst.credential()),
                worst.state(),
                orNull(worst.reason()),
                outMillis <= 0 ? null : now.plusMillis(outMillis),
                (int) told.stream()
                        .filter(target -> target.state().equals(worst.state()))
                        .count(),
                sum(told, TargetStates.Target::inFlight),
                sum(told, TargetStates.Target::requests),
                sum(told, TargetStates.Target::errors),
                firstContentMillis(told),
                quota(told));
    }

    private static @Nullable String orNull(String name) {
        return name.isEmpty() ? null : name;
    }

    private static int sum(List<TargetStates.Target> told, ToIntFunction<TargetStates.Target> amount) {
        return told.stream().mapToInt(amount).sum();
    }

    /** Where nobody has had requests of late, what gateways remember counts alike. */
    private static @Nullable Long firstContentMillis(List<TargetStates.Target> told) {
        List<TargetStates.Target> known =
                told.stream().filter(target -> target.firstContentNanos() > 0).toList();
        if (known.isEmpty()) {
            return null;
        }
        boolean idle = sum(known, TargetStates.Target::requests) == 0;
        double weights = 0;
        double nanos = 0;
        for (TargetStates.Target target : known) {
            double weight = idle ? 1 : target.requests();
            weights += weight;
            nanos += weight * target.firstContentNanos();
        }
        return Math.round(nanos / weights / NANOS_PER_MILLI);
    }

    private static Map<String, String> quota(List<TargetStates.Target> told) {
        return told.stream()
                .filter(target -> !target.quota().isEmpty())
                .max(Comparator.comparingInt(TargetStates.Target::requests))
                .map(TargetStates.Target::quota)
                .orElse(Map.of());
    }
}
