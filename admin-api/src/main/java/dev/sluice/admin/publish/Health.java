package dev.sluice.admin.publish;

import dev.sluice.admin.policy.LivePolicy;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once policy has been loaded: from then on reads are answered even while PostgreSQL is away. */
@Readiness
@jakarta.inject.Singleton
public final class Health implements HealthCheck {
    private final LivePolicy live;

    Health(LivePolicy live) {
        this.live = live;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("policy").status(live.isLoaded()).build();
    }
}
