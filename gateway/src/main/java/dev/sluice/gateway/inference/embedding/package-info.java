/** Embeddings: what a client asks for in OpenAI's dialect, the only one there is for clients, and what it gets. */
@NullMarked
package dev.sluice.gateway.inference.embedding;

import org.jspecify.annotations.NullMarked;
