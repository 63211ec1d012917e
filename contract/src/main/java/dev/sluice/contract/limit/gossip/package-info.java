/**
 * Soft accuracy: gateways tell each other what they have counted, and each admits by the sum. Amounts are cumulative for each
 * gateway and bucket, so messages may be lost, repeated or come in any order.
 */
@NullMarked
package dev.sluice.contract.limit.gossip;

import org.jspecify.annotations.NullMarked;
