/** Every way a request can fail: a closed set, which each client dialect renders with one exhaustive switch. */
@NullMarked
package dev.sluice.gateway.error;

import org.jspecify.annotations.NullMarked;
