package dev.sluice.admin.collection;

import dev.sluice.admin.access.OfKind;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.Path;

/** Teams: workspaces with members and managers. */
@Path("/teams")
@OfKind(Kind.TEAM)
public class TeamResource extends CollectionResource {
    TeamResource(Access access) {
        super(access);
    }
}
