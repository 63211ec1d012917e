/** Google Vertex AI: the dialects of Gemini and of Claude, behind paths and tokens of Google Cloud. */
@NullMarked
package dev.sluice.gateway.provider.vertex;

import org.jspecify.annotations.NullMarked;
