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

/** Rate limits: how much may be used in a window of time, or at once. */
@Path("/rate-limits")
@OfKind(Kind.RATE_LIMIT)
public class RateLimitResource extends CollectionResource {
    private final LimitStates states;

    RateLimitResource(Access access, LimitStates states) {
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
