package dev.sluice.admin.gateway;

import dev.sluice.admin.access.Requires;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.contract.bus.GatewayStatus;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The gateways that are heard of, and where clients reach them. */
@Path("/")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class GatewayResource {
    private final GatewayStatuses statuses;
    private final LivePolicy live;
    private final List<String> urls;

    GatewayResource(GatewayStatuses statuses, LivePolicy live, AdminSettings settings) {
        this.statuses = statuses;
        this.live = live;
        urls = settings.gatewayUrls();
    }

    /** @param revision the head, to compare with */
    public record Gateways(long revision, List<Gateway> items) {}

    /**
     * @param lag milliseconds between the commit of its newest change and its being live there
     * @param leaving whether it has said that it stops; it is gone from the list once nothing is heard of it any more
     */
    public record Gateway(
            String instance,
            String host,
            int port,
            String version,
            long epoch,
            long revision,
            long lag,
            int streams,
            int inFlight,
            long shed,
            GatewayStatus.Ring ring,
            Instant lastSeen,
            long ageSeconds,
            List<GatewayStatus.Disabled> disabledObjects,
            boolean live,
            boolean leaving) {}

    public record Connect(List<String> gatewayUrls) {}

    @GET
    @Path("gateways")
    @Requires("gateway:read")
    public Gateways gateways() {
        Instant now = Instant.now();
        return new Gateways(
                live.head().revision(),
                statuses.all().stream()
                        .filter(heard -> !heard.isGone(now))
                        .sorted(Comparator.comparing(heard -> heard.status().instance()))
                        .map(heard -> shown(heard, now))
                        .toList());
    }

    @GET
    @Path("connect")
    @Requires(Requires.SIGN_IN)
    public Connect connect() {
        return new Connect(urls);
    }

    private static Gateway shown(GatewayStatuses.Heard heard, Instant now) {
        GatewayStatus s = heard.status();
        return new Gateway(
                s.instance(),
                s.host(),
                s.port(),
                s.version(),
                s.epoch(),
                s.revision(),
                s.lagMillis(),
                s.streams(),
                s.inFlight(),
                s.shed(),
                s.ring(),
                heard.at(),
                Duration.between(heard.at(), now).toSeconds(),
                s.disabledObjects(),
                heard.isLive(now),
                s.leaving());
    }
}
