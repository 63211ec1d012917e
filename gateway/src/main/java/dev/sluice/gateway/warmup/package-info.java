/**
 * Exercises the data path before the data port opens, so that the first clients do not meet cold code: a data plane of its
 * own on the loopback, in front of a provider of its own. Nothing of it reaches the product's policy, metrics or usage.
 * And a rehearsal of TLS, which shakes hands with itself before a provider is met.
 */
@NullMarked
package dev.sluice.gateway.warmup;

import org.jspecify.annotations.NullMarked;
