/** Client-facing HTTP: ports, paths, bodies; hands calls to the pipeline and writes the replies. */
@NullMarked
package dev.sluice.gateway.endpoint;

import org.jspecify.annotations.NullMarked;
