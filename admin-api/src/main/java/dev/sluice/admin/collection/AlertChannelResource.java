package dev.sluice.admin.collection;

import dev.sluice.admin.access.OfKind;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.Path;

/** Alert channels: where alerts of budgets go. */
@Path("/alert-channels")
@OfKind(Kind.ALERT_CHANNEL)
public class AlertChannelResource extends CollectionResource {
    AlertChannelResource(Access access) {
        super(access);
    }
}
