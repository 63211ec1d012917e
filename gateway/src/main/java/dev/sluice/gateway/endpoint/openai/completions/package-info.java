/** OpenAI's completions of a bare prompt ("Create completion" of its API reference), for providers that only chat. */
@NullMarked
package dev.sluice.gateway.endpoint.openai.completions;

import org.jspecify.annotations.NullMarked;
