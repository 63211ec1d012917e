/** Anthropic's dialect towards clients: Messages, and errors. */
@NullMarked
package dev.sluice.gateway.endpoint.anthropic;

import org.jspecify.annotations.NullMarked;
