/** Messages as they go over a connection: header lines, whole messages in one buffer, chunks that came together as one piece. */
@NullMarked
package dev.sluice.gateway.wire;

import org.jspecify.annotations.NullMarked;
