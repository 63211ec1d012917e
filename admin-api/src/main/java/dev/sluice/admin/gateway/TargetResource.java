package dev.sluice.admin.gateway;

import dev.sluice.admin.access.Requires;
import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.bus.TargetStates;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;

/** How targets do, as the gateways see them. */
@Path("/targets")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class TargetResource {
    private static final byte[] NOTHING = {};

    private final Inquiry<TargetStates> inquiry;

    TargetResource(Bus bus, GatewayStatuses gateways) {
        inquiry = new Inquiry<>(bus, gateways, Subjects.TARGETS, TargetStates.class, TargetStates::instance);
    }

    /** Waits until all gateways that were heard of lately have answered, at most 400 ms. */
    @GET
    @Requires("target:read")
    public TargetStandings targets() {
        Inquiry.Answers<TargetStates> answers = inquiry.ask(NOTHING);
        return TargetStandings.merge(answers.byInstance().values(), answers.of(), Instant.now());
    }
}
