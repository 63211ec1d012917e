package dev.sluice.admin.collection;

import dev.sluice.admin.access.OfKind;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.Path;

/** Models: what clients may name, which account serves it, what it costs. */
@Path("/models")
@OfKind(Kind.MODEL)
public class ModelResource extends CollectionResource {
    ModelResource(Access access) {
        super(access);
    }
}
