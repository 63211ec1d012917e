package dev.sluice.admin.login;

import dev.sluice.admin.access.Caller;
import dev.sluice.admin.access.CurrentCaller;
import dev.sluice.admin.access.Requires;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.UserSpec;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.TreeSet;

/** Who the caller is. */
@Path("/me")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {
    private final CurrentCaller caller;
    private final LivePolicy live;

    MeResource(CurrentCaller caller, LivePolicy live) {
        this.caller = caller;
        this.live = live;
    }

    /** @param permissions held somewhere; the object decides the rest */
    public record Me(
            String name,
            String displayName,
            String email,
            List<String> roles,
            List<String> permissions,
            List<TeamRole> teams) {}

    public record TeamRole(String name, String role) {}

    @GET
    @Requires(Requires.SIGN_IN)
    public Me me() {
        Caller who = caller.get();
        PolicyObject user = live.object(new ObjectId(Kind.USER, who.name()));
        String shown = user != null && user.spec() instanceof UserSpec spec && spec.displayName() != null
                ? spec.displayName()
                : who.name();
        return new Me(
                who.name(),
                shown,
                who.name(),
                who.roles().stream().map(UserSpec.OrganisationRole::wireName).toList(),
                List.copyOf(who.permissions()),
                new TreeSet<>(who.memberOf())
                        .stream()
                                .map(team -> new TeamRole(team, who.managed().contains(team) ? "manager" : "member"))
                                .toList());
    }
}
