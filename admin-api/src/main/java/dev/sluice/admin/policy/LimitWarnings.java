package dev.sluice.admin.policy;

import dev.sluice.contract.policy.BudgetSpec;
import dev.sluice.contract.policy.Choice;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.LimitMatch;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitUnit;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.Quota;
import dev.sluice.contract.policy.RateLimitSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is allowed in limits and budgets, and probably not meant. */
final class LimitWarnings {
    private LimitWarnings() {}

    static List<String> of(Draft draft, PolicyObject object) {
        List<String> warnings = new ArrayList<>();
        LimitRule rule = LimitRule.of(object).orElse(null);
        if (rule == null) {
            return warnings;
        }
        neverMatches(rule.source()).ifPresent(why -> warnings.add(object.id() + " can never match: " + why));
        names(rule.source().models()).stream()
                .filter(name -> name.indexOf('*') < 0 && !ModelNames.isKnown(draft, name))
                .forEach(name -> warnings.add(object.id() + " names the model " + name + ", which does not exist"));
        for (Quota quota : rule.quotas()) {
            if (quota.unit() == LimitUnit.TOOL_CALLS) {
                warnings.add(object.id() + " limits toolCalls, which gateways do not count yet: it refuses nothing");
            }
            if (quota.amount() == 0 && !rule.isAudit()) {
                warnings.add(object.id() + " allows 0 " + said(quota) + ": it blocks everything it matches");
            }
        }
        List<Kind> kinds = List.of(Kind.RATE_LIMIT, Kind.BUDGET);
        kinds.forEach(kind -> draft.objects(kind)
                .filter(other -> !other.id().equals(object.id()))
                .filter(other -> Objects.equals(match(other), match(object))
                        && new HashSet<>(per(other)).equals(new HashSet<>(per(object))))
                .flatMap(other -> LimitRule.of(other).stream())
                .forEach(other -> compare(warnings, rule, other)));
        return warnings;
    }

    private static Optional<String> neverMatches(LimitMatch match) {
        if (excludesItself(match.subjects())) {
            return Optional.of("match.subjects.notIn excludes all that in names");
        }
        if (excludesItself(match.models())) {
            return Optional.of("match.models.notIn excludes all that in names");
        }
        return match.metadata().entrySet().stream()
                .filter(entry -> excludesItself(entry.getValue()))
                .map(entry -> "match.metadata." + entry.getKey() + ".notIn excludes all that in names")
                .findFirst();
    }

    private static boolean excludesItself(@Nullable Choice choice) {
        if (choice == null || choice.notIn() == null) {
            return false;
        }
        return choice.notIn().contains("*")
                || (choice.in() != null && choice.notIn().containsAll(choice.in()));
    }

    private static void compare(List<String> warnings, LimitRule rule, LimitRule other) {
        for (Quota mine : rule.quotas()) {
            for (Quota theirs : other.quotas()) {
                if (mine.key().equals(theirs.key()) && mine.amount() != theirs.amount()) {
                    LimitRule smaller = mine.amount() < theirs.amount() ? rule : other;
                    warnings.add(rule.id() + " and " + other.id() + " limit " + said(mine)
                            + " of the same requests: the smaller one, " + smaller.id() + ", decides");
                }
            }
        }
    }

    private static String said(Quota quota) {
        String span = quota.span().wireName();
        return quota.unit().wireName() + (span.isEmpty() ? "" : " per " + span);
    }

    private static List<String> names(@Nullable Choice models) {
        return models == null || models.in() == null ? List.of() : models.in();
    }

    private static LimitMatch match(PolicyObject object) {
        LimitMatch match = switch (object.spec()) {
            case RateLimitSpec rate -> rate.match();
            case BudgetSpec budget -> budget.match();
            default -> null;
        };
        return match == null ? LimitMatch.ALL : match;
    }

    private static List<String> per(PolicyObject object) {
        return switch (object.spec()) {
            case RateLimitSpec rate -> rate.per();
            case BudgetSpec budget -> budget.per();
            default -> List.of();
        };
    }
}
