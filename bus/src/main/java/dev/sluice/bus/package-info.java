/** The connection to NATS that every process uses: it starts without a server, never gives up, and never blocks. */
@NullMarked
package dev.sluice.bus;

import org.jspecify.annotations.NullMarked;
