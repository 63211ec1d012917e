package dev.sluice.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Ready: the port is open, there is a policy, and the process is not about to stop. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
public class Readiness implements HealthCheck {
    private final GatewayProcess process;

    Readiness(GatewayProcess process) {
        this.process = process;
    }

    @Override
    public HealthCheckResponse call() {
        boolean ready = process.gateway().map(Gateway::isReady).orElse(false);
        return HealthCheckResponse.named("policy").status(ready).build();
    }
}
