/** Azure OpenAI: OpenAI's dialect with paths, headers and errors of Azure's own. */
@NullMarked
package dev.sluice.gateway.provider.azure;

import org.jspecify.annotations.NullMarked;
