/** Turns moments of the pipeline into metrics and spans. Nobody imports this room. */
@NullMarked
package dev.sluice.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
