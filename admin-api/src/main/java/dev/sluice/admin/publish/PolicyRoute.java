package dev.sluice.admin.publish;

import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Problem;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.problem.RequestId;
import dev.sluice.admin.settings.AdminSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** {@code GET /internal/policy}: the snapshot for gateways that cannot reach NATS, and for their start. */
@Singleton
public final class PolicyRoute {
    private final SnapshotFrames frames;
    private final LivePolicy live;
    private final byte[] bearer;

    PolicyRoute(SnapshotFrames frames, LivePolicy live, AdminSettings settings) {
        this.frames = frames;
        this.live = live;
        bearer = ("Bearer " + settings.kek().internalBearer()).getBytes(StandardCharsets.UTF_8);
    }

    void register(@Observes Router router) {
        router.get("/internal/policy").handler(this::answer);
    }

    private void answer(RoutingContext call) {
        String given = String.valueOf(call.request().getHeader("Authorization"));
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), bearer)) {
            refuse(call, Refusal.of(Code.UNAUTHENTICATED, "this is for gateways with the same key-encryption key"));
        } else if (!live.isLoaded()) {
            refuse(call, Refusal.unavailable("PostgreSQL has not been reached since the start"));
        } else {
            Thread.ofVirtual().name("internal-policy").start(() -> send(call));
        }
    }

    private void send(RoutingContext call) {
        SnapshotFrames.Frame frame = frames.current();
        String tag = "\"" + frame.head() + "\"";
        if (tag.equals(call.request().getHeader("If-None-Match"))) {
            call.response().setStatusCode(304).putHeader("etag", tag).end();
            return;
        }
        call.response()
                .putHeader("content-type", "application/octet-stream")
                // The frame is packed already.
                .putHeader("content-encoding", "identity")
                .putHeader("cache-control", "no-store")
                .putHeader("etag", tag)
                .end(Buffer.buffer(frame.bytes()));
    }

    private static void refuse(RoutingContext call, Refusal refusal) {
        Problem problem = Problem.of(refusal, RequestId.of(call));
        call.response()
                .setStatusCode(problem.status())
                .putHeader("content-type", Problem.MEDIA_TYPE)
                .end(problem.toJson());
    }
}
