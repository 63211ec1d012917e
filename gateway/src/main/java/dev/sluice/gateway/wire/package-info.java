/** Messages as they go over a connection: header lines, and whole messages in one buffer. */
@NullMarked
package dev.sluice.gateway.wire;

import org.jspecify.annotations.NullMarked;
