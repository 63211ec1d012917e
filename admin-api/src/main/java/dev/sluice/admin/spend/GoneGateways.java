package dev.sluice.admin.spend;

import dev.sluice.admin.gateway.GatewayStatuses;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/**
 * Says of gateways that they are gone for good: one that was cut off goes on spending what it holds, so silence alone is no
 * proof for a long time.
 */
@Singleton
final class GoneGateways {
    /** As long as other gateways wait until they count a lease as lost. */
    private static final Duration SILENT = Duration.ofSeconds(60);

    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final GatewayStatuses statuses;

    GoneGateways(GatewayStatuses statuses) {
        this.statuses = statuses;
    }

    /** Whether it has been listened for long enough to say anything. */
    boolean isKnown(Instant now) {
        return statuses.listeningSince()
                .filter(since -> since.plus(SILENT).isBefore(now))
                .isPresent();
    }

    /** @param lastSeen when anything came of it last, as far as is known otherwise */
    boolean isGone(String instance, Instant lastSeen, Instant now) {
        if (statuses.wasThere(instance, now.minus(SILENT))) {
            return false;
        }
        return statuses.hasLeft(instance)
                || statuses.recovered().contains(instance)
                || lastSeen.plus(FORGOTTEN).isBefore(now);
    }

    /** When this process began to hear gateways. */
    Instant listeningSince(Instant now) {
        return statuses.listeningSince().orElse(now);
    }
}
