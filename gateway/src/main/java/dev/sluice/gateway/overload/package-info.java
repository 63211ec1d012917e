/** When a gateway takes no more work: how full its heap stays after collections, how much is in flight. */
@NullMarked
package dev.sluice.gateway.overload;

import org.jspecify.annotations.NullMarked;
