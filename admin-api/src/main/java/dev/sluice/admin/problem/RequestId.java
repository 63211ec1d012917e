package dev.sluice.admin.problem;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The id of a call: made here, answered in {@code x-request-id}, repeated in problems and in the log. */
public final class RequestId {
    public static final String HEADER = "x-request-id";
    private static final String KEY = "sluice.requestId";

    private RequestId() {}

    public static String assign(RoutingContext call) {
        // A call that is routed anew keeps its id.
        String known = call.get(KEY);
        String id = known == null ? UUID.randomUUID().toString() : known;
        call.put(KEY, id);
        call.response().putHeader(HEADER, id);
        return id;
    }

    public static String of(@Nullable RoutingContext call) {
        String id = call == null ? null : call.get(KEY);
        return id == null ? UUID.randomUUID().toString() : id;
    }
}
