package dev.sluice.ingest;

import dev.sluice.bus.Bus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the process has one of: its settings and its connection to NATS. */
@ApplicationScoped
class ProcessSources {
    @Produces
    @Singleton
    Settings settings() {
        return Settings.read(System.getenv());
    }

    @Produces
    @Singleton
    Bus bus(Settings settings) {
        return Bus.connect(settings.bus());
    }

    void close(@Disposes Bus bus) {
        bus.close();
    }
}
