package dev.sluice.admin.gateway;

import dev.sluice.contract.bus.TargetStates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How targets stand at all gateways together.
 *
 * @param instances gateways that answered
 * @param of gateways that answered or were heard of lately
 * @param targets by model, account and credential
 * @param truncated whether a gateway had more to tell than fits, so that targets which are well and little used may be missing
 */
public record TargetStandings(int instances, int of, List<TargetStanding> targets, boolean truncated) {
    private record Id(String model, String account, String credential) {}

    private static final Comparator<Id> BY_NAME =
            Comparator.comparing(Id::model).thenComparing(Id::account).thenComparing(Id::credential);

    /** @param now what gateways tell in milliseconds is from now on */
    static TargetStandings merge(Collection<TargetStates> answers, int of, Instant now) {
        Map<Id, List<TargetStates.Target>> told = new HashMap<>();
        boolean truncated = false;
        for (TargetStates answer : answers) {
            truncated |= answer.truncated();
            for (TargetStates.Target target : answer.targets()) {
                told.computeIfAbsent(
                                new Id(target.model(), target.account(), target.credential()), _ -> new ArrayList<>())
                        .add(target);
            }
        }
        List<TargetStanding> targets = told.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(BY_NAME))
                .map(entry -> TargetStanding.merge(entry.getValue(), now))
                .toList();
        return new TargetStandings(answers.size(), of, targets, truncated);
    }
}
