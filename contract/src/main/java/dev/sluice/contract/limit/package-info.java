/**
 * Limits and budgets: counters, and the decision by them. Gateways decide with these classes, and the simulator and the tests run
 * the same ones under a clock of their own. A {@link dev.sluice.contract.limit.Limiter} admits a request by the rules that match
 * it and gives a {@link dev.sluice.contract.limit.Reservation}, which is settled or released on every path. What other gateways
 * have used comes in as the {@link dev.sluice.contract.limit.Allowance} of a counter, from beside the request.
 */
@NullMarked
package dev.sluice.contract.limit;

import org.jspecify.annotations.NullMarked;
