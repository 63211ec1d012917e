package dev.sluice.contract.policy;

/**
 * What only budgets say.
 *
 * @param stopStreams whether a running stream that passes the limit is ended
 * @param blockUnpriced whether requests without a known price are refused
 */
public record BudgetTerms(OnExceeded onExceeded, boolean stopStreams, boolean blockUnpriced) {
    static final BudgetTerms NONE = new BudgetTerms(OnExceeded.BLOCK, false, false);
}
