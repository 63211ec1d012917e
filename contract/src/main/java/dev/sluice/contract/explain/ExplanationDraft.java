package dev.sluice.contract.explain;

import dev.sluice.contract.limit.Admission.Refused;
import dev.sluice.contract.limit.Look;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.Quota;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An explanation in the making: told of each decision as it is made. Belongs to the request's thread. */
public final class ExplanationDraft {
    /** As much of a name as anybody needs to know it again. */
    private static final int MAX_NAME = 256;

    private static final String LEFT_OUT = "left_out";

    private final long policyRevision;
    private final Explanation.Caller caller;
    private final Map<Place, Look> looks = new LinkedHashMap<>();
    private final List<Explanation.Target> targets = new ArrayList<>();
    private final List<Explanation.Target> leftOut = new ArrayList<>();
    private final Map<String, Double> scores = new HashMap<>();
    private final Map<String, String> postponed = new HashMap<>();
    private Set<LimitRule> excused = Set.of();
    private Explanation.Asked model = new Explanation.Asked("", false, null);
    private String outcome = Explanation.ADMITTED;
    private boolean hasWaited;

    /** What a look is about: a rule is looked at anew for each model that a budget sends the request to. */
    private record Place(LimitRule rule, Quota quota) {}

    public ExplanationDraft(long policyRevision, Explanation.Caller caller) {
        this.policyRevision = policyRevision;
        this.caller = caller;
    }

    public void model(String asked, boolean allowed, @Nullable String grantedBy) {
        String name = asked.length() <= MAX_NAME ? asked : asked.substring(0, MAX_NAME);
        model = new Explanation.Asked(name, allowed, grantedBy);
    }

    /**
     * What rules say at admission. When it is said again, it takes the place of what was said before, but for the budgets that
     * are why it is.
     *
     * @param excused budgets that have sent the request to another model
     */
    public void admission(List<Look> said, Set<LimitRule> excused) {
        this.excused = new HashSet<>(excused);
        targets.clear();
        leftOut.clear();
        postponed.clear();
        looks.keySet().removeIf(place -> !excused.contains(place.rule()));
        for (Look look : said) {
            Look before = looks.get(new Place(look.rule(), look.quota()));
            if (before == null || before.refused() == null) {
                looks.put(new Place(look.rule(), look.quota()), look);
            }
        }
    }

    /** The request has been refused by what was looked at a moment before: others may have come between. */
    public void refused(Refused refused) {
        looks.computeIfPresent(
                new Place(refused.standing().rule(), refused.standing().quota()),
                (_, look) -> look.refusedBy(refused.reason()));
        hasWaited = true;
    }

    /**
     * What became of one that may serve it; of several tries the last.
     *
     * @param skipped null: it was chosen
     */
    public void target(CompiledModel target, List<Look> said, @Nullable String skipped) {
        put(new Explanation.Target(
                target.name(),
                target.account().name(),
                target.account().provider(),
                skipped == null,
                skipped,
                postponed.get(target.name()),
                scores.get(target.name()),
                ExplainedRules.of(said, Set.of(), hasWaited)));
    }

    /** In the place of what was said of it before, if it was. */
    private void put(Explanation.Target target) {
        for (int i = 0; i < targets.size(); i++) {
            Explanation.Target other = targets.get(i);
            if (other.model().equals(target.model()) && other.account().equals(target.account())) {
                targets.set(i, target);
                return;
            }
        }
        targets.add(target);
    }

    /** What targets are compared by, by name, from now on; what is no number is left out. */
    public void scores(Map<String, Double> compared) {
        compared.forEach((name, score) -> {
            if (Double.isFinite(score)) {
                scores.put(name, score);
            }
        });
    }

    /** A target that comes after the others, from now on. */
    public void postponed(String model, String reason) {
        postponed.put(model, reason);
    }

    /** A target that is not planned with. */
    public void leftOut(String model, String reason) {
        leftOut.add(new Explanation.Target(model, "", "", false, LEFT_OUT, reason, null, List.of()));
    }

    public void outcome(String outcome) {
        this.outcome = outcome;
    }

    public Explanation build() {
        List<Explanation.Target> all = new ArrayList<>(targets);
        all.addAll(leftOut);
        return new Explanation(
                policyRevision,
                caller,
                model,
                ExplainedRules.of(List.copyOf(looks.values()), excused, hasWaited),
                all,
                outcome,
                null);
    }
}
