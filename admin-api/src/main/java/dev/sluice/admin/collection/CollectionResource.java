package dev.sluice.admin.collection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.admin.access.CurrentCaller;
import dev.sluice.admin.access.OfKind;
import dev.sluice.admin.access.Requires;
import dev.sluice.admin.gateway.LiveWait;
import dev.sluice.admin.policy.Committed;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The four calls that every collection has. A resource per kind extends it; {@link OfKind} says which. The name is the rest
 * of the path because Models have {@code /} in theirs; {@link dev.sluice.admin.web.PathGuard} keeps other paths tidy.
 */
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public abstract class CollectionResource {
    private final Collections collections;
    private final CurrentCaller caller;
    private final LivePolicy live;
    private final LiveWait wait;

    protected CollectionResource(Access access) {
        collections = access.collections();
        caller = access.caller();
        live = access.live();
        wait = access.liveWait();
    }

    /** What every collection works with. */
    @jakarta.inject.Singleton
    public static final class Access {
        private final Collections collections;
        private final CurrentCaller caller;
        private final LivePolicy live;
        private final LiveWait wait;

        Access(Collections collections, CurrentCaller caller, LivePolicy live, LiveWait wait) {
            this.collections = collections;
            this.caller = caller;
            this.live = live;
            this.wait = wait;
        }

        Collections collections() {
            return collections;
        }

        public CurrentCaller caller() {
            return caller;
        }

        LivePolicy live() {
            return live;
        }

        public LiveWait liveWait() {
            return wait;
        }
    }

    @GET
    @Requires("*:read")
    public Collections.Page list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after,
            @QueryParam("q") @Nullable String q) {
        return collections.list(caller.get(), kind(), limit, after, q);
    }

    @GET
    @Path("/{name: .+}")
    @Requires("*:read")
    public Response get(@PathParam("name") String name) {
        return answer(Response.Status.OK, object(name));
    }

    @PUT
    @Path("/{name: .+}")
    @Requires("*:write")
    public Response put(
            @PathParam("name") String name,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @QueryParam("wait") @Nullable String waitFor,
            String body) {
        PolicyObject wanted = named(body, name);
        Committed<String> committed = collections.put(caller.get(), wanted, ifMatch);
        wait.untilLive(waitFor, committed.epoch(), committed.revision());
        boolean created = committed.edited().getFirst().before() == null;
        PolicyObject object = Objects.requireNonNull(live.object(wanted.id()), "just written");
        return answer(created ? Response.Status.CREATED : Response.Status.OK, object);
    }

    @DELETE
    @Path("/{name: .+}")
    @Requires("*:write")
    public Deleted delete(
            @PathParam("name") String name,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @QueryParam("force") boolean force,
            @QueryParam("wait") @Nullable String waitFor) {
        Committed<String> committed = collections.delete(caller.get(), new ObjectId(kind(), name), ifMatch, force);
        wait.untilLive(waitFor, committed.epoch(), committed.revision());
        return new Deleted(committed.revision());
    }

    public record Deleted(long revision) {}

    /** The object of that name, if the caller may read it. */
    protected final PolicyObject object(String name) {
        return collections.get(caller.get(), new ObjectId(kind(), name));
    }

    private PolicyObject named(String body, String name) {
        com.fasterxml.jackson.databind.JsonNode document = Manifests.parse(body);
        if (document instanceof ObjectNode object
                && object.path("metadata") instanceof ObjectNode metadata
                && !metadata.has("name")) {
            metadata.put("name", name);
        } else if (document instanceof ObjectNode object && !object.has("metadata")) {
            object.putObject("metadata").put("name", name);
        }
        PolicyObject wanted = Manifests.read(kind(), document);
        Collections.named(wanted.metadata(), name);
        return wanted;
    }

    private static Response answer(Response.Status status, PolicyObject object) {
        return Response.status(status)
                .entity(ManifestView.of(object))
                .tag(String.valueOf(object.metadata().revision()))
                .build();
    }

    protected final Kind kind() {
        // Beans may be subclassed by the container.
        for (Class<?> type = getClass(); type != null; type = type.getSuperclass()) {
            OfKind kind = type.getAnnotation(OfKind.class);
            if (kind != null) {
                return kind.value();
            }
        }
        throw new IllegalStateException(getClass() + " does not say which kind it is about");
    }
}
