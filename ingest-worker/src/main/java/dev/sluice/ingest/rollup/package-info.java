/** Sums per hour, for pages that look at long ranges. */
@NullMarked
package dev.sluice.ingest.rollup;

import org.jspecify.annotations.NullMarked;
