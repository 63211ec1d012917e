package dev.sluice.gateway.telemetry;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import jakarta.inject.Singleton;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * What the Java machine says of itself when somebody asks. The framework's own meters ask to be told of each collection, which at full
 * load are ten a second, and each message is a hundredth of what a gateway does in between.
 */
@Singleton
final class JvmMeters implements MeterBinder {
    @Override
    public void bindTo(MeterRegistry registry) {
        new JvmInfoMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        ManagementFactory.getGarbageCollectorMXBeans().forEach(collector -> bind(collector, registry));
    }

    private static void bind(GarbageCollectorMXBean collector, MeterRegistry registry) {
        FunctionTimer.builder(
                        "jvm.gc.pause",
                        collector,
                        GarbageCollectorMXBean::getCollectionCount,
                        GarbageCollectorMXBean::getCollectionTime,
                        TimeUnit.MILLISECONDS)
                .tag("gc", collector.getName())
                .description("Time in collections")
                .register(registry);
    }
}
