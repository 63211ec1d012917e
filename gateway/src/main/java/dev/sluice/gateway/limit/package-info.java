/**
 * Limits of a gateway: the counters that requests are admitted by, and the thread beside the requests that tells the other
 * gateways of them over NATS. Requests call the {@link dev.sluice.contract.limit.Limiter} alone and never wait for this room.
 */
@NullMarked
package dev.sluice.gateway.limit;

import org.jspecify.annotations.NullMarked;
