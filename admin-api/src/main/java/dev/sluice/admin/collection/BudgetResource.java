package dev.sluice.admin.collection;

import dev.sluice.admin.access.OfKind;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.Path;

/** Budgets: how much may be spent from one date of the calendar to the next. */
@Path("/budgets")
@OfKind(Kind.BUDGET)
public class BudgetResource extends CollectionResource {
    BudgetResource(Access access) {
        super(access);
    }
}
