package dev.sluice.admin.key;

import dev.sluice.admin.access.OfKind;
import dev.sluice.admin.collection.CollectionResource;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.Path;

/** API keys. */
@Path("/api-keys")
@OfKind(Kind.API_KEY)
public class ApiKeyResource extends CollectionResource {
    ApiKeyResource(Access access) {
        super(access);
    }
}
