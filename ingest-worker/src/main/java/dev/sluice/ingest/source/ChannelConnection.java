package dev.sluice.ingest.source;

import dev.sluice.bus.Bus;
import io.quarkiverse.reactive.messaging.nats.jetstream.client.connection.Connection;
import io.quarkiverse.reactive.messaging.nats.jetstream.client.connection.ConnectionImpl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/**
 * Gives the connector's channels the connection of the bus instead of their own, which would have to be made at once and
 * would notice a dead server after four minutes. Asked at the first message; until NATS has been there once, each asks again.
 */
@ApplicationScoped
class ChannelConnection {
    @Produces
    @ApplicationScoped
    Connection connection(Bus bus) {
        return new ConnectionImpl(
                bus.connection().orElseThrow(() -> new IllegalStateException("NATS is not connected")));
    }
}
