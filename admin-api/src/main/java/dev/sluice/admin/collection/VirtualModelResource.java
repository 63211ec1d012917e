package dev.sluice.admin.collection;

import dev.sluice.admin.access.OfKind;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.Path;

/** Virtual models: names that lead to one of several Models. */
@Path("/virtual-models")
@OfKind(Kind.VIRTUAL_MODEL)
public class VirtualModelResource extends CollectionResource {
    VirtualModelResource(Access access) {
        super(access);
    }
}
