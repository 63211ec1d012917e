package dev.sluice.admin.policy;

import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.policy.PolicyObject;
import org.jspecify.annotations.Nullable;

/** Whoever makes a change, and may not make every change. */
public interface Author {
    /**
     * @param before null: it is new
     * @param after null: it is deleted
     * @throws Refusal when the author may not make this of that
     */
    void checkMayChange(@Nullable PolicyObject before, @Nullable PolicyObject after, Draft draft);
}
