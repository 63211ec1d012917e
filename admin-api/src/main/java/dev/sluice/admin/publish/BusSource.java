package dev.sluice.admin.publish;

import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.bus.Bus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The process's connection to NATS. */
@ApplicationScoped
class BusSource {
    @Produces
    @Singleton
    Bus bus(AdminSettings settings) {
        return Bus.connect(settings.nats());
    }

    void close(@Disposes Bus bus) {
        bus.close();
    }
}
