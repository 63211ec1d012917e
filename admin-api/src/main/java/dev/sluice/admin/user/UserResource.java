package dev.sluice.admin.user;

import dev.sluice.admin.access.Caller;
import dev.sluice.admin.access.CurrentCaller;
import dev.sluice.admin.access.OfKind;
import dev.sluice.admin.access.Requires;
import dev.sluice.admin.collection.CollectionResource;
import dev.sluice.admin.problem.JsonBody;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** People. */
@Path("/users")
@OfKind(Kind.USER)
public class UserResource extends CollectionResource {
    private final PasswordChange change;
    private final CurrentCaller caller;

    UserResource(Access access, PasswordChange change) {
        super(access);
        this.change = change;
        caller = access.caller();
    }

    /** @param currentPassword needed by people who change their own */
    public record PasswordRequest(String password, @Nullable String currentPassword) {}

    @PUT
    @Path("/{name}/password")
    @Requires(Requires.SIGN_IN)
    public void password(
            @PathParam("name") String name,
            @RequestBody(content = @Content(schema = @Schema(implementation = PasswordRequest.class))) @Nullable
                    String body) {
        PasswordRequest request = JsonBody.read(body, PasswordRequest.class);
        Caller who = caller.get();
        change.set(who, name, JsonBody.required(request.password(), "password"), request.currentPassword());
    }
}
