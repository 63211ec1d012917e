package dev.sluice.gateway;

import dev.sluice.contract.bus.GatewayStatus;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.gateway.endpoint.DataPort;
import dev.sluice.gateway.pipeline.Load;
import dev.sluice.gateway.policy.PolicyKeeper;
import dev.sluice.gateway.usage.UsageSpool;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway is now, for those who look at all of them.
 *
 * @param configuredPort what it is to be reached at, until the port is open
 */
record CurrentStatus(
        String instance,
        String version,
        long startedAtMillis,
        int configuredPort,
        DataPort port,
        Drain drain,
        PolicyKeeper keeper,
        Load load,
        UsageSpool spool)
        implements Supplier<GatewayStatus> {

    @Override
    public GatewayStatus get() {
        PolicySnapshot policy = keeper.current();
        return new GatewayStatus(
                instance,
                hostName(),
                port.isOpen() ? port.actualPort() : configuredPort,
                version,
                startedAtMillis,
                System.currentTimeMillis(),
                policy == null ? 0 : policy.epoch(),
                policy == null ? 0 : policy.revision(),
                keeper.digest(),
                keeper.lagMillis(),
                load.inFlight(),
                load.streams(),
                load.shed(),
                ring(),
                disabled(policy),
                spool.recovered(),
                drain.hasBegun());
    }

    private GatewayStatus.Ring ring() {
        return new GatewayStatus.Ring(
                spool.recorder().ring().waitingRecords(),
                spool.recorder().ring().waitingBytes(),
                spool.recorder().accepted(),
                spool.recorder().dropped());
    }

    private static List<GatewayStatus.Disabled> disabled(@Nullable PolicySnapshot policy) {
        return policy == null
                ? List.of()
                : policy.disabled().stream()
                        .map(d -> new GatewayStatus.Disabled(d.kind(), d.name(), d.reason()))
                        .toList();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
