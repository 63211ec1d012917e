/** Cohere's second chat API: the neutral vocabulary to its JSON, and its replies and streams back. */
@NullMarked
package dev.sluice.gateway.provider.cohere;

import org.jspecify.annotations.NullMarked;
