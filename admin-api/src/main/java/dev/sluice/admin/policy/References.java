package dev.sluice.admin.policy;

import dev.sluice.contract.policy.AccessRuleSpec;
import dev.sluice.contract.policy.AlertChannelSpec;
import dev.sluice.contract.policy.ApiKeySpec;
import dev.sluice.contract.policy.BudgetAlerts;
import dev.sluice.contract.policy.BudgetSpec;
import dev.sluice.contract.policy.BudgetSpec.BudgetOverride;
import dev.sluice.contract.policy.Choice;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.LimitMatch;
import dev.sluice.contract.policy.ModelSpec;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.contract.policy.RateLimitSpec;
import dev.sluice.contract.policy.RateLimitSpec.RateOverride;
import dev.sluice.contract.policy.ServiceAccountSpec;
import dev.sluice.contract.policy.SigningKeySpec;
import dev.sluice.contract.policy.Subject;
import dev.sluice.contract.policy.TeamSpec;
import dev.sluice.contract.policy.TokenIssuerSpec;
import dev.sluice.contract.policy.UserSpec;
import dev.sluice.contract.policy.VirtualModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an object refers to by name. */
final class References {
    private References() {}

    /** @param field where the name stands */
    record Reference(ObjectId target, String field) {
        /** A model may also be a virtual one, or one that a wildcard stands for. */
        boolean isResolved(Draft draft) {
            return target.kind() == Kind.MODEL ? ModelNames.isKnown(draft, target.name()) : draft.get(target) != null;
        }

        /** Whether the object is one that it may have stood for. */
        boolean mayBe(ObjectId id) {
            return id.equals(target)
                    || (id.kind() == Kind.VIRTUAL_MODEL
                            && target.kind() == Kind.MODEL
                            && id.name().equals(target.name()))
                    || (id.kind() == Kind.MODEL
                            && target.kind() == Kind.MODEL
                            && ModelNames.isWildcardOf(id.name(), target.name()));
        }
    }

    static List<Reference> of(PolicyObject object) {
        List<Reference> references = new ArrayList<>();
        team(references, object.metadata().team(), "metadata.team");
        switch (object.spec()) {
            case TeamSpec team -> {
                subjects(references, team.members(), "spec.members");
                subjects(references, team.managers(), "spec.managers");
            }
            case ServiceAccountSpec account -> team(references, account.team(), "spec.team");
            case ModelSpec model ->
                references.add(new Reference(new ObjectId(Kind.PROVIDER_ACCOUNT, model.account()), "spec.account"));
            case VirtualModelSpec virtual -> models(references, virtual);
            case ApiKeySpec key -> {
                subjects(references, List.of(key.owner()), "spec.owner");
                team(references, key.team(), "spec.team");
            }
            case AccessRuleSpec rule -> subjects(references, rule.subjects(), "spec.subjects");
            case RateLimitSpec limit -> {
                match(references, limit.match());
                overrides(
                        references,
                        limit.overrides().stream().map(RateOverride::subject).toList());
            }
            case BudgetSpec budget -> {
                match(references, budget.match());
                overrides(
                        references,
                        budget.overrides().stream().map(BudgetOverride::subject).toList());
                channels(references, budget.alerts());
                if (budget.onExceeded() != null && budget.onExceeded().model() != null) {
                    references.add(new Reference(
                            new ObjectId(Kind.MODEL, budget.onExceeded().model()), "spec.onExceeded.model"));
                }
            }
            case AlertChannelSpec _ -> {}
            case UserSpec _, ProviderAccountSpec _, TokenIssuerSpec _, SigningKeySpec _ -> {}
        }
        return references;
    }

    private static void team(List<Reference> references, @Nullable String team, String field) {
        if (team != null) {
            references.add(new Reference(new ObjectId(Kind.TEAM, team), field));
        }
    }

    private static void models(List<Reference> references, VirtualModelSpec virtual) {
        for (int i = 0; i < virtual.targets().size(); i++) {
            VirtualModelSpec.RouteTarget target = virtual.targets().get(i);
            references.add(new Reference(new ObjectId(Kind.MODEL, target.model()), "spec.targets[" + i + "].model"));
            Choice who = target.when() == null ? null : target.when().subjects();
            if (who != null) {
                String field = "spec.targets[" + i + "].when.subjects";
                subjects(references, who.in() == null ? List.of() : who.in(), field + ".in");
                subjects(references, who.notIn() == null ? List.of() : who.notIn(), field + ".notIn");
            }
        }
        List<String> fallbacks =
                virtual.fallback() == null ? List.of() : virtual.fallback().to();
        for (int i = 0; i < fallbacks.size(); i++) {
            references.add(new Reference(new ObjectId(Kind.MODEL, fallbacks.get(i)), "spec.fallback.to[" + i + "]"));
        }
        if (virtual.shadow() != null) {
            references.add(
                    new Reference(new ObjectId(Kind.MODEL, virtual.shadow().model()), "spec.shadow.model"));
        }
    }

    private static void match(List<Reference> references, @Nullable LimitMatch match) {
        Choice subjects = match == null ? null : match.subjects();
        if (subjects != null) {
            subjects(references, subjects.in() == null ? List.of() : subjects.in(), "spec.match.subjects.in");
            subjects(references, subjects.notIn() == null ? List.of() : subjects.notIn(), "spec.match.subjects.notIn");
        }
    }

    private static void overrides(List<Reference> references, List<String> subjects) {
        for (int i = 0; i < subjects.size(); i++) {
            String where = "spec.overrides[" + i + "].subject";
            target(Subject.parse(subjects.get(i))).ifPresent(id -> references.add(new Reference(id, where)));
        }
    }

    private static void channels(List<Reference> references, @Nullable BudgetAlerts alerts) {
        List<String> channels = alerts == null ? List.of() : alerts.channels();
        for (int i = 0; i < channels.size(); i++) {
            references.add(new Reference(
                    new ObjectId(Kind.ALERT_CHANNEL, channels.get(i)), "spec.alerts.channels[" + i + "]"));
        }
    }

    private static void subjects(List<Reference> references, List<String> subjects, String field) {
        for (int i = 0; i < subjects.size(); i++) {
            String where = field.equals("spec.owner") ? field : field + "[" + i + "]";
            target(Subject.parse(subjects.get(i))).ifPresent(id -> references.add(new Reference(id, where)));
        }
    }

    private static Optional<ObjectId> target(Subject subject) {
        return switch (subject.type()) {
            case USER -> Optional.of(new ObjectId(Kind.USER, subject.name()));
            case SERVICE_ACCOUNT -> Optional.of(new ObjectId(Kind.SERVICE_ACCOUNT, subject.name()));
            case TEAM -> Optional.of(new ObjectId(Kind.TEAM, subject.name()));
            case KEY -> Optional.of(new ObjectId(Kind.API_KEY, subject.name()));
            case EVERYONE -> Optional.empty();
        };
    }
}
