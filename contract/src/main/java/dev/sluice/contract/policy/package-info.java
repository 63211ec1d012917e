/**
 * Policy: the objects of the admin API, the change-sets that carry them to gateways, and the compiled {@link
 * dev.sluice.contract.policy.PolicySnapshot} a gateway decides with. Both planes compile with these classes, so what the
 * control plane accepts is what a gateway can use.
 */
@NullMarked
package dev.sluice.contract.policy;

import org.jspecify.annotations.NullMarked;
