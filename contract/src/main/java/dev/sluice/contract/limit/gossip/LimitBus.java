package dev.sluice.contract.limit.gossip;

import java.util.List;

/** How messages get to all gateways, the sender's own among them. Neither call waits; what cannot be sent is lost. */
public interface LimitBus {
    void publishDelta(byte[] message);

    /** Takes the place of the sender's last one, which gateways that start read. */
    void publishFull(List<byte[]> messages);
}
