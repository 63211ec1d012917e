package dev.sluice.admin.simulate;

import dev.sluice.admin.access.Requires;
import dev.sluice.admin.problem.JsonBody;
import dev.sluice.contract.explain.Explanation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** What would become of a request. */
@Path("/simulate")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class SimulateResource {
    private final Simulations simulations;

    SimulateResource(Simulations simulations) {
        this.simulations = simulations;
    }

    /** Nothing is sent, reserved or counted. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires("simulate:run")
    public Explanation simulate(
            @RequestBody(content = @Content(schema = @Schema(implementation = SimulateRequest.class))) @Nullable
                    String body) {
        return simulations.run(JsonBody.read(body, SimulateRequest.class).checked());
    }
}
