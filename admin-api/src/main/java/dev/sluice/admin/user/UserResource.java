package dev.sluice.admin.user;

import dev.sluice.admin.access.OfKind;
import dev.sluice.admin.collection.CollectionResource;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.Path;

/** People. */
@Path("/users")
@OfKind(Kind.USER)
public class UserResource extends CollectionResource {
    UserResource(Access access) {
        super(access);
    }
}
