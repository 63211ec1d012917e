package dev.sluice.gateway.hedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.Hedging;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HedgeBudgetTest {
    private static final Hedging TERMS = new Hedging("v", 0.98, 0.03);

    private final HedgeBudgets budgets = new HedgeBudgets();

    @Test
    void hasNothingToBeginWith() {
        assertThat(budgets.take(TERMS, 1)).isFalse();
        assertThat(budgets.readings().getFirst().refused()).isEqualTo(1);
    }

    @Test
    void doublesAFifthOfTheRequestsThatCostNothing() {
        int hedges = 0;
        for (int i = 0; i < 1_000; i++) {
            hedges += budgets.take(TERMS, 0) ? 1 : 0;
            budgets.earn(TERMS, 0);
        }
        assertThat(hedges).isEqualTo(199);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverCostsMoreThanTheShare(long seed) {
        Random random = new Random(seed);
        long all = 0;
        long hedges = 0;
        int made = 0;
        for (int i = 0; i < 20_000; i++) {
            long cost = random.nextInt(1_000, 10_000);
            if (random.nextInt(10) == 0 && budgets.take(TERMS, cost)) {
                long lost = random.nextInt((int) cost + 1);
                budgets.ended(TERMS, cost, lost, random.nextBoolean());
                hedges += lost;
                all += lost;
                made++;
            }
            all += cost;
            budgets.earn(TERMS, cost);
            assertThat(hedges).isLessThanOrEqualTo((long) (0.03 * all));
        }
        assertThat(hedges).as("and nearly all of it is used").isGreaterThan((long) (0.027 * all));
        assertThat(made).isGreaterThan(1_000);
        assertThat(budgets.readings().getFirst().costNanos()).isEqualTo(hedges);
    }

    @Test
    void givesBackWhatWasNotUsed() {
        for (int i = 0; i < 8; i++) {
            budgets.earn(TERMS, 1_000); // 240 in all, and one and a half hedges
        }
        assertThat(budgets.take(TERMS, 239)).isTrue();
        assertThat(budgets.take(TERMS, 2)).isFalse();
        budgets.giveBack(TERMS, 239);
        assertThat(budgets.take(TERMS, 239)).isTrue();
        budgets.ended(TERMS, 239, 250, false);
        for (int i = 0; i < 8; i++) {
            budgets.earn(TERMS, 1);
        }
        assertThat(budgets.take(TERMS, 0)).as("it has cost more than was taken").isFalse();
    }

    @Test
    void doesNotSaveUpForABurst() {
        for (int i = 0; i < 100_000; i++) {
            budgets.earn(TERMS, 1_000);
        }
        int burst = 0;
        while (budgets.take(TERMS, 1_000)) {
            burst++;
        }
        assertThat(burst).isEqualTo(30);
    }
}
