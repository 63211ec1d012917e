/**
 * Strict accuracy: the limit is given out beforehand. A document per window or period says who holds how much of it, and is
 * changed by compare-and-set alone; a gateway spends only what it holds, so the limit holds whatever is late, lost or dead.
 */
@NullMarked
package dev.sluice.contract.limit.lease;

import org.jspecify.annotations.NullMarked;
