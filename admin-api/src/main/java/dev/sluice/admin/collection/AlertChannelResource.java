package dev.sluice.admin.collection;

import dev.sluice.admin.access.OfKind;
import dev.sluice.admin.access.Requires;
import dev.sluice.admin.alert.Channels;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.policy.AlertChannelSpec;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Alert channels: where alerts of budgets go. */
@Path("/alert-channels")
@OfKind(Kind.ALERT_CHANNEL)
public class AlertChannelResource extends CollectionResource {
    private final Channels channels;

    AlertChannelResource(Access access, Channels channels) {
        super(access);
        this.channels = channels;
    }

    /** Sends a test message, once and now. It makes this process call others, so it takes the right to write. */
    @POST
    @Path("/{name}/test")
    @Requires("*:write")
    public Channels.TestDelivery test(@PathParam("name") String name) {
        try {
            return channels.test(name, (AlertChannelSpec) object(name).spec());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("the process is stopping");
        }
    }
}
