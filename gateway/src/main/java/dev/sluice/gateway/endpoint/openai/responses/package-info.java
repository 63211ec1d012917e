/**
 * OpenAI's Responses API towards clients whose model is served by a provider without it: requests are read into the
 * neutral vocabulary, and answers written with their complete sequence of events. Nothing is kept between requests.
 */
@NullMarked
package dev.sluice.gateway.endpoint.openai.responses;

import org.jspecify.annotations.NullMarked;
