/**
 * Google's generateContent, as the Gemini Developer API and Vertex AI speak it: a pure translation between the neutral
 * vocabulary and the wire, without addresses' hosts and without credentials.
 */
@NullMarked
package dev.sluice.gateway.provider.gemini;

import org.jspecify.annotations.NullMarked;
