package dev.sluice.gateway.hedge;

import dev.sluice.contract.policy.Hedging;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What hedges may cost, and how many there were, by virtual model. One for all event loops; bounded by the virtual models that
 * policy has had. Thread-safe.
 */
public final class HedgeBudgets {
    private final Map<String, HedgeBudget> budgets = new ConcurrentHashMap<>();

    private HedgeBudget of(Hedging terms) {
        return budgets.computeIfAbsent(terms.virtualModel(), _ -> new HedgeBudget());
    }

    /** A request has ended and cost this, in nano-dollars. */
    public void earn(Hedging terms, long cost) {
        of(terms).earn(cost, terms.share());
    }

    /**
     * Before a hedge, which then ends with {@link #ended} or {@link #giveBack}.
     *
     * @param cost that is expected of the answer nobody will get, in nano-dollars
     * @return false: there may be none
     */
    public boolean take(Hedging terms, long cost) {
        return of(terms).take(cost);
    }

    /** Nothing was asked for twice after all. */
    public void giveBack(Hedging terms, long taken) {
        of(terms).giveBack(taken);
    }

    public void started(Hedging terms) {
        of(terms).started();
    }

    /**
     * One of the two has ended without an answer.
     *
     * @param cost of that one
     * @param won whether the hedge answers the client
     */
    public void ended(Hedging terms, long taken, long cost, boolean won) {
        HedgeBudget budget = of(terms);
        budget.settle(taken, cost);
        if (won) {
            budget.won();
        }
    }

    public List<HedgeReading> readings() {
        return budgets.entrySet().stream()
                .map(budget -> budget.getValue().reading(budget.getKey()))
                .toList();
    }
}
