package dev.sluice.gateway.hedge;

/**
 * What has become of the hedges of one virtual model since the gateway started.
 *
 * @param started attempts beside a late one
 * @param won those that answered the client
 * @param refused those that would have cost too much
 * @param costNanos of answers nobody got, nano-dollars
 */
public record HedgeReading(String virtualModel, long started, long won, long refused, long costNanos) {}
