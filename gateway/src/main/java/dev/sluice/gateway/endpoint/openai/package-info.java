/** The OpenAI dialect towards clients: chat completions, models, and errors. */
@NullMarked
package dev.sluice.gateway.endpoint.openai;

import org.jspecify.annotations.NullMarked;
