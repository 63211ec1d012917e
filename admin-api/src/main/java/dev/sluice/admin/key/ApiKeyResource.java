package dev.sluice.admin.key;

import dev.sluice.admin.access.CurrentCaller;
import dev.sluice.admin.access.OfKind;
import dev.sluice.admin.access.Requires;
import dev.sluice.admin.collection.CollectionResource;
import dev.sluice.admin.gateway.LiveWait;
import dev.sluice.admin.policy.Committed;
import dev.sluice.admin.problem.JsonBody;
import dev.sluice.contract.policy.KeyStatus;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.PolicyObject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** API keys. */
@Path("/api-keys")
@OfKind(Kind.API_KEY)
public class ApiKeyResource extends CollectionResource {
    private final Keys keys;
    private final CurrentCaller caller;
    private final LiveWait wait;

    ApiKeyResource(Access access, Keys keys) {
        super(access);
        this.keys = keys;
        caller = access.caller();
        wait = access.liveWait();
    }

    /** @param key shown this once; null when the manifest brought its own secret */
    public record CreatedKey(
            String name, String id, @Nullable String key, long revision) {}

    /** @param graceSeconds how long the old key goes on working */
    public record RotateRequest(@Nullable Long graceSeconds) {}

    public record RotatedKey(String key, @Nullable Instant graceUntil, long revision) {}

    public record Revoked(long revision) {}

    @POST
    @Requires("*:write")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = CreatedKey.class)))
    public Response create(String body, @QueryParam("wait") @Nullable String waitFor) {
        PolicyObject wanted = Manifests.read(Kind.API_KEY, Manifests.parse(body));
        Committed<Optional<String>> committed = keys.create(caller.get(), wanted);
        wait.untilLive(waitFor, committed.epoch(), committed.revision());
        PolicyObject made = committed.edited().getFirst().after();
        KeyStatus status = made == null ? null : made.status();
        return Response.status(Response.Status.CREATED)
                .entity(new CreatedKey(
                        wanted.name(),
                        status == null ? "" : status.id(),
                        committed.value().orElse(null),
                        committed.revision()))
                .build();
    }

    @POST
    @Path("/{name}/rotate")
    @Requires("*:write")
    public RotatedKey rotate(
            @PathParam("name") String name,
            @QueryParam("wait") @Nullable String waitFor,
            @RequestBody(content = @Content(schema = @Schema(implementation = RotateRequest.class))) @Nullable
                    String body) {
        Long grace = JsonBody.read(body, RotateRequest.class).graceSeconds();
        Committed<Keys.Rotated> committed = keys.rotate(caller.get(), name, grace == null ? 0 : grace);
        wait.untilLive(waitFor, committed.epoch(), committed.revision());
        return new RotatedKey(committed.value().key(), committed.value().graceUntil(), committed.revision());
    }

    @POST
    @Path("/{name}/revoke")
    @Requires("*:write")
    public Revoked revoke(@PathParam("name") String name, @QueryParam("wait") @Nullable String waitFor) {
        Committed<String> committed = keys.revoke(caller.get(), name);
        wait.untilLive(waitFor, committed.epoch(), committed.revision());
        return new Revoked(committed.revision());
    }
}
