package dev.sluice.contract.bus;

import java.util.List;

/**
 * What a gateway says of itself.
 *
 * @param instance random per start
 * @param timeMillis epoch milliseconds at the gateway
 * @param lagMillis between the commit of the newest change-set and its being live here
 * @param recovered instances that died here and whose records this one has handed over, the last 100
 * @param leaving last words before a stop
 * @param disabledObjects what could not be compiled here
 */
public record GatewayStatus(
        String instance,
        String host,
        int port,
        String version,
        long startedAtMillis,
        long timeMillis,
        long epoch,
        long revision,
        String digest,
        long lagMillis,
        int inFlight,
        int streams,
        long shed,
        Ring ring,
        List<Disabled> disabledObjects,
        List<String> recovered,
        boolean leaving) {
    public GatewayStatus {
        disabledObjects = List.copyOf(disabledObjects);
        recovered = recovered == null ? List.of() : List.copyOf(recovered);
    }

    /** @param records written and not yet acknowledged */
    public record Ring(long records, long bytes, long accepted, long dropped) {}

    public record Disabled(String kind, String name, String reason) {}
}
