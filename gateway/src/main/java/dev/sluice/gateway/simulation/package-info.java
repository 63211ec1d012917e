/** Answers the control plane's question what would become of a request. */
@NullMarked
package dev.sluice.gateway.simulation;

import org.jspecify.annotations.NullMarked;
