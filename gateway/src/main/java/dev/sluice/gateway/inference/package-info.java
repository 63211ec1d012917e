/** The neutral vocabulary of a call: what the decisions of the pipeline need to know of a request, whatever its dialect. */
@NullMarked
package dev.sluice.gateway.inference;

import org.jspecify.annotations.NullMarked;
