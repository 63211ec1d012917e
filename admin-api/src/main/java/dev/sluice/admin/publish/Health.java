package dev.sluice.admin.publish;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the start sequence is through: from then on reads are answered even while PostgreSQL is away. */
@Readiness
@jakarta.inject.Singleton
public final class Health implements HealthCheck {
    private final StartSequence sequence;

    Health(StartSequence sequence) {
        this.sequence = sequence;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("policy").status(sequence.isDone()).build();
    }
}
