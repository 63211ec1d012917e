/**
 * Chat completions between OpenAI's JSON and the neutral vocabulary, for targets that speak another dialect: requests are
 * decoded, replies and streams encoded. Targets of the same dialect are passed through and never come here.
 */
@NullMarked
package dev.sluice.gateway.endpoint.openai.chat;

import org.jspecify.annotations.NullMarked;
