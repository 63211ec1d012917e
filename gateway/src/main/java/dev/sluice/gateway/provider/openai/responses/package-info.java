/**
 * OpenAI's Responses API as providers speak it (platform documentation, "Responses"): passed through for clients of the
 * same, and written and read for clients of other dialects whose model takes tools nowhere else.
 */
@NullMarked
package dev.sluice.gateway.provider.openai.responses;

import org.jspecify.annotations.NullMarked;
