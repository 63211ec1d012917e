package dev.sluice.ingest;

import dev.sluice.bus.Bus;
import dev.sluice.ingest.ledger.ClickHouse;
import dev.sluice.ingest.ledger.RequestsTable;
import dev.sluice.ingest.rollup.HourlyRollup;
import dev.sluice.ingest.source.DeadLetters;
import dev.sluice.ingest.source.UsageConsumer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Puts the worker together in the life of the Quarkus process. Neither NATS nor ClickHouse need be there at the start. */
@ApplicationScoped
public class IngestProcess {
    private final Settings settings;
    private final Bus bus;
    private final DeadLetters deadLetters;
    private final MeterRegistry registry;
    private @Nullable UsageConsumer consumer;
    private @Nullable HourlyRollup rollup;

    IngestProcess(Settings settings, Bus bus, DeadLetters deadLetters, MeterRegistry registry) {
        this.settings = settings;
        this.bus = bus;
        this.deadLetters = deadLetters;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        ClickHouse clickHouse = new ClickHouse(settings.clickHouse());
        HourlyRollup hours = new HourlyRollup(clickHouse);
        UsageConsumer consuming = new UsageConsumer(bus, new RequestsTable(clickHouse), deadLetters, hours::touched);
        FunctionCounter.builder("sluice.ingest.rows", consuming, UsageConsumer::rows)
                .description("usage records stored")
                .register(registry);
        FunctionCounter.builder("sluice.ingest.dead.letters", consuming, UsageConsumer::deadLetters)
                .description("usage records that cannot be read")
                .register(registry);
        consuming.start();
        hours.start();
        consumer = consuming;
        rollup = hours;
    }

    void stop(@Observes ShutdownEvent event) {
        if (consumer != null) {
            consumer.close();
        }
        if (rollup != null) {
            rollup.close();
        }
    }
}
