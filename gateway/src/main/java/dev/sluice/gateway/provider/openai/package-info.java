/** The OpenAI dialect, which most providers speak: bodies are spliced and relayed, never rebuilt. */
@NullMarked
package dev.sluice.gateway.provider.openai;

import org.jspecify.annotations.NullMarked;
