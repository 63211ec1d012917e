package dev.sluice.gateway.credential;

import dev.sluice.contract.policy.Grant;
import java.time.Instant;

/** One way to come by a grant. Blocks, on a thread of its own. */
@FunctionalInterface
interface Exchange {
    /** @throws ExchangeException with the reason for the log, without any secret */
    Granted run() throws ExchangeException;

    record Granted(Grant grant, Instant expiresAt) {}
}
