package dev.sluice.admin.collection;

import dev.sluice.admin.access.OfKind;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.Path;

/** Access rules: who may use which models. */
@Path("/access-rules")
@OfKind(Kind.ACCESS_RULE)
public class AccessRuleResource extends CollectionResource {
    AccessRuleResource(Access access) {
        super(access);
    }
}
