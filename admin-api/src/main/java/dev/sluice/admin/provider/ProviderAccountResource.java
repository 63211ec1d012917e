package dev.sluice.admin.provider;

import dev.sluice.admin.access.OfKind;
import dev.sluice.admin.collection.CollectionResource;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.Path;

/** Provider accounts. */
@Path("/provider-accounts")
@OfKind(Kind.PROVIDER_ACCOUNT)
public class ProviderAccountResource extends CollectionResource {
    ProviderAccountResource(Access access) {
        super(access);
    }
}
