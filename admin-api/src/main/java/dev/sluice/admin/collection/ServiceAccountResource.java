package dev.sluice.admin.collection;

import dev.sluice.admin.access.OfKind;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.Path;

/** Service accounts: applications that call models. */
@Path("/service-accounts")
@OfKind(Kind.SERVICE_ACCOUNT)
public class ServiceAccountResource extends CollectionResource {
    ServiceAccountResource(Access access) {
        super(access);
    }
}
