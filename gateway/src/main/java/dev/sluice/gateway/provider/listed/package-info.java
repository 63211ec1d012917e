/** Makers of embeddings alone, who ask in words of their own and answer with OpenAI's list: Voyage and Jina. */
@NullMarked
package dev.sluice.gateway.provider.listed;

import org.jspecify.annotations.NullMarked;
