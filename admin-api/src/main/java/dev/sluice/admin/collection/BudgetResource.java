package dev.sluice.admin.collection;

import dev.sluice.admin.access.OfKind;
import dev.sluice.admin.access.Requires;
import dev.sluice.admin.gateway.LimitStanding;
import dev.sluice.admin.gateway.LimitStates;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.LimitRule;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Budgets: how much may be spent from one date of the calendar to the next. */
@Path("/budgets")
@OfKind(Kind.BUDGET)
public class BudgetResource extends CollectionResource {
    private final LimitStates states;

    BudgetResource(Access access, LimitStates states) {
        super(access);
        this.states = states;
    }

    /** How much is used at the moment, on all gateways. */
    @GET
    @Path("/{name}/state")
    @Requires("*:read")
    public LimitStanding state(@PathParam("name") String name) {
        return states.of(LimitRule.key(object(name).id()));
    }
}
