package dev.sluice.admin.collection;

import dev.sluice.admin.access.OfKind;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.Path;

/** Rate limits: how much may be used in a window of time, or at once. */
@Path("/rate-limits")
@OfKind(Kind.RATE_LIMIT)
public class RateLimitResource extends CollectionResource {
    RateLimitResource(Access access) {
        super(access);
    }
}
