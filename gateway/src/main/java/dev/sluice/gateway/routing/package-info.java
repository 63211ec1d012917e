/** From the name a client asked for to the ordered targets that may serve it. */
@NullMarked
package dev.sluice.gateway.routing;

import org.jspecify.annotations.NullMarked;
