/** Finds the moments in which an event loop did nothing for its clients, and what it or the machine did instead. */
@NullMarked
package dev.sluice.bench.stall;

import org.jspecify.annotations.NullMarked;
