/** How targets have been doing lately, as far as this gateway has seen. */
@NullMarked
package dev.sluice.gateway.observed;

import org.jspecify.annotations.NullMarked;
