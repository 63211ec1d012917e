/** The life of a request, in order, in one file, and the records its stages hand on. */
@NullMarked
package dev.sluice.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
