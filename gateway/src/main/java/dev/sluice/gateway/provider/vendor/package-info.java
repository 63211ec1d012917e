/**
 * Requests in OpenAI's dialect, as a vendor and a model can take them: what the catalog says of both, and the Model's own rule for
 * what is left over.
 */
@NullMarked
package dev.sluice.gateway.provider.vendor;

import org.jspecify.annotations.NullMarked;
