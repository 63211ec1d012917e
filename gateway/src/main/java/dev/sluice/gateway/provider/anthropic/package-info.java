/**
 * The Anthropic Messages dialect: the neutral vocabulary to its JSON, and its replies and streams back. Translation only, with
 * neither addresses nor credentials.
 */
@NullMarked
package dev.sluice.gateway.provider.anthropic;

import org.jspecify.annotations.NullMarked;
