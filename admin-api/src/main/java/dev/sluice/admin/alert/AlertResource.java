package dev.sluice.admin.alert;

import dev.sluice.admin.access.CurrentCaller;
import dev.sluice.admin.access.Requires;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Alerts that were sent, or are on their way. */
@Path("/alerts")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class AlertResource {
    private final AlertHistory history;
    private final CurrentCaller caller;

    AlertResource(AlertHistory history, CurrentCaller caller) {
        this.history = history;
        this.caller = caller;
    }

    @GET
    @Requires("budget:read")
    public AlertHistory.AlertList list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("after") @Nullable String after) {
        return history.page(caller.get(), limit, after);
    }
}
