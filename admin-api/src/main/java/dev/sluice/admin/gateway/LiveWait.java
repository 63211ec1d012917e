package dev.sluice.admin.gateway;

import dev.sluice.admin.store.Head;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Waits, when asked, until every gateway that is heard of has a revision. */
@Singleton
public final class LiveWait {
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final GatewayStatuses gateways;

    LiveWait(GatewayStatuses gateways) {
        this.gateways = gateways;
    }

    /** @param of gateways heard of; {@code instances} of them have the revision */
    public record Live(int instances, int of) {}

    /** @param waitFor {@code all} to wait at most 10 s, anything else not to wait */
    public Live untilLive(@Nullable String waitFor, long epoch, long revision) {
        Head wanted = new Head(epoch, revision);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Live live = gateways.live(wanted);
        while ("all".equals(waitFor) && live.instances() < live.of() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return live;
            }
            live = gateways.live(wanted);
        }
        return live;
    }
}
