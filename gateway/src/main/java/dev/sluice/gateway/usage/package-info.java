/** Metering: tokens, prices, and the ring from which records reach JetStream. Nothing is lost, nothing is counted twice. */
@NullMarked
package dev.sluice.gateway.usage;

import org.jspecify.annotations.NullMarked;
