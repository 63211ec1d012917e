/** The load: requests on a schedule or as fast as they are answered, from one thread, and what came of them. */
@NullMarked
package dev.sluice.bench.load;

import org.jspecify.annotations.NullMarked;
