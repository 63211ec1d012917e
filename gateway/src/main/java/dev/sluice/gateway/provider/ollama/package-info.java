/** Ollama's own chat API: the neutral vocabulary to its JSON, and its replies and streams of JSON lines back. */
@NullMarked
package dev.sluice.gateway.provider.ollama;

import org.jspecify.annotations.NullMarked;
